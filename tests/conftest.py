"""For all tests: none depends on how fast the machine is, each run of them is the same, and they share a server."""

from functools import cache

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

from benchmarks.browser import serving

settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("tests")

# A page that opens without a browser looks through all installed packages for components: most of its time. They stay
# the same while the tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def server():
    """A server for all tests that need one, once for each process that tests; no page may have failed there."""
    with serving() as server:
        yield server
        assert [trace[-2000:] for trace in server.log.read_text().split("Uncaught app execution")[1:]] == []
