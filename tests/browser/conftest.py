"""One Chromium for all tests in a browser, once for each process that tests, and pages that watch their console."""

import os

import pytest
from playwright.sync_api import sync_playwright

from benchmarks.browser import find_chromium, launch_options
from tests.browser.visitor import Visitor

WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="package")
def chromium():
    if find_chromium() is None:
        reason = "there is no Chromium on this machine (on Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def shared_context(chromium):
    context = chromium.new_context(viewport=WIDE)
    yield context
    context.close()


@pytest.fixture
def visitor(shared_context, server):
    """A tab of the shared browser, at the shared server; no page may complain in its console."""
    visitor = Visitor(shared_context.new_page(), server)
    yield visitor
    visitor.page.close()
    assert not visitor.complaints
