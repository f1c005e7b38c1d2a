"""For all tests: none depends on how fast the machine is, each run of them is the same, and they share a server.

`core` is imported first, before NumPy, and has it compute in one thread, as in the app. With more, beside other tests,
large matrix products take many times as long.
"""

import gc
import os
import sys
from functools import cache

import pytest
from hypothesis import HealthCheck, settings

import core  # noqa: F401

# Three servers are there at once, each for a process that tests; those of several processes have tests of their own.
os.environ["TDN_PROCESSES"] = "1"

settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("tests")

# Three processes that test, and a dozen that they start, read the same files. What is compiled of them is kept, also
# where the environment says otherwise (PYTHONDONTWRITEBYTECODE): without, each compiles all tests anew in each run.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is found while tests are collected stays to the end: to search it for garbage again and again is in vain."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items):
    """Spread the tests that need a server evenly among the others: each process has as many, from the start on.

    They wait for a server or a browser where the others compute, so that two processes of one kind need longer.
    """
    kinds = [[item for item in items if ("server" in item.fixturenames) == needs] for needs in (True, False)]
    places = [(k / len(kind), number, item) for number, kind in enumerate(kinds) for k, item in enumerate(kind)]
    items[:] = [item for _, _, item in sorted(places, key=lambda place: place[:2])]


@pytest.fixture(scope="session", autouse=True)
def packages_and_pages_read_once():
    """What each page that opens without a browser would read anew, though it stays the same while the tests run.

    The installed packages, in which Streamlit looks for components, are most of such a page's time; the others are the
    compiled pages, and Altair's table of its classes, which it makes anew for each axis and colour of a chart.
    Streamlit is imported here, and not above, since the process that hands the tests out to others
    reads this file, too, and needs none of it.
    """
    import altair
    from altair.utils import schemapi
    from streamlit.components.v2 import manifest_scanner
    from streamlit.runtime.scriptrunner.script_cache import ScriptCache
    from streamlit.testing.v1 import local_script_runner

    pages = ScriptCache()
    scan = cache(manifest_scanner.scan_component_manifests)
    classes = schemapi._FromDict(altair.Chart._default_wrapper_classes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schemapi, "_FromDict", lambda _: classes)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        patch.setattr(local_script_runner, "ScriptCache", lambda: pages)
        yield


@pytest.fixture(scope="session")
def server():
    """A server for all tests that need one, once for each process that tests; no page may have failed there."""
    from benchmarks.browser import serving

    with serving() as server:
        yield server
        assert [trace[-2000:] for trace in server.log.read_text().split("Uncaught app execution")[1:]] == []


@pytest.fixture(scope="session")
def nginx():
    """The path of an nginx; tests that need one are skipped without it, but not in CI."""
    from benchmarks.proxy import find_nginx

    found = find_nginx()
    if found is None:
        reason = "there is no nginx on this machine (on Debian: apt-get install nginx)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
