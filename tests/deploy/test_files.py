"""The files of deploy/: valid by the schemas of those who read them, at one with each other and with the README."""

import json
import re
import shlex
import subprocess
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import kubernetes_validate
import pytest
import yaml

from benchmarks import licences
from benchmarks.browser import ROOT, free_port
from benchmarks.proxy import configuration

DEPLOY = ROOT / "deploy"
KUBERNETES = "1.34"


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def manifests():
    return {each["kind"]: each for each in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))}


def instructions():
    """The Dockerfile's lines, continued ones joined, as pairs of an instruction and what stands behind it."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line and not line.startswith("#")]


# --- The container ----------------------------------------------------------------------------------------------------


def test_the_container_is_made_and_started_by_the_commands_of_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    install, run = re.search(r"^(pip install -r requirements\.txt) && (streamlit run app\.py)$", readme, re.M).groups()
    serve = re.search(r"^streamlit run app\.py --server\..*$", readme, re.M)[0]
    commands = [rest for name, rest in instructions() if name == "RUN"]
    started = json.loads(next(rest for name, rest in instructions() if name == "CMD"))

    assert commands[0] == install
    assert shlex.join(started) == serve and serve.startswith(run)


def test_the_container_has_all_that_the_app_is_made_of_and_runs_as_nobody_in_particular():
    given = dict(instructions())
    copied = {name for kind, rest in instructions() if kind == "COPY" for name in rest.split()[:-1]}
    taken = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    rooms = {"app.py", "pages", "ui", "charts", "core", "data", ".streamlit"}
    assert copied == taken == rooms | {"LICENSE", "requirements.txt"}
    assert all((ROOT / name).exists() for name in copied)
    assert re.fullmatch(r"python:3\.(11|12|13)\.\d+-slim-\w+", given["FROM"])
    assert given["USER"].split(":")[0] not in ("0", "root")
    assert "/_stcore/health" in given["HEALTHCHECK"]


# --- Several copies ---------------------------------------------------------------------------------------------------


def test_the_compose_file_is_valid_and_its_proxy_knows_every_copy():
    vendored = Path(find_spec("check_jsonschema").origin).parent / "builtin_schemas/vendor/compose-spec.json"
    jsonschema.validate(compose(), json.loads(vendored.read_text("utf-8")))

    services = compose()["services"]
    copies = {name: each for name, each in services.items() if name.startswith("copy")}
    addresses = [each["networks"]["inside"]["ipv4_address"] for each in copies.values()]
    assert services["proxy"]["environment"]["COPIES"].split() == [f"{address}:8501" for address in addresses]
    assert services["proxy"]["depends_on"].keys() == copies.keys()
    assert compose()["networks"]["inside"]["internal"] and all(len(each["networks"]) == 1 for each in copies.values())
    assert all(each["read_only"] and each["cap_drop"] == ["ALL"] for each in services.values())


def test_a_setting_of_the_proxy_is_one_that_its_script_reads():
    known = set(re.findall(r"^: \"\$\{(\w+)", (DEPLOY / "nginx.sh").read_text("utf-8"), re.M))
    documented = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/hosting.md").read_text("utf-8"), re.M))

    assert compose()["services"]["proxy"]["environment"].keys() <= known
    assert known <= documented


def test_the_manifests_are_valid_and_speak_of_the_same_pods():
    for manifest in manifests().values():
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)

    labels = manifests()["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert manifests()["Service"]["spec"]["selector"] == labels
    for kind in ("Deployment", "PodDisruptionBudget"):
        assert manifests()[kind]["spec"]["selector"]["matchLabels"] == labels
    assert manifests()["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    assert manifests()["Ingress"]["metadata"]["annotations"]["nginx.ingress.kubernetes.io/affinity"] == "cookie"
    container = manifests()["Deployment"]["spec"]["template"]["spec"]["containers"][0]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    probes = {container[probe]["httpGet"]["path"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")}
    assert probes == {"/_stcore/health"}


def test_a_file_that_is_not_valid_is_found():
    broken = manifests()["PodDisruptionBudget"]
    broken["spec"]["maxUnavailabel"] = 1
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, KUBERNETES, strict=True)


# --- What it stands on ------------------------------------------------------------------------------------------------


def test_the_list_of_licences_has_what_the_app_needs_in_turn():
    found = licences.needed(licences.named(ROOT / "requirements.txt"))

    assert {"streamlit", "starlette", "uvicorn", "numpy", "altair", "pandas", "pyarrow"} <= found.keys()
    assert "pytest" not in found
    said = {name: licences.licence(package) for name, package in found.items()}
    assert "BSD-3-Clause" in said["numpy"] and "Apache" in said["streamlit"] and "not said" not in said.values()


# --- The proxy --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("copies", "settings"),
    [
        (["127.0.0.1:8501"], {}),
        (["127.0.0.1:8501", "127.0.0.1:8502", "127.0.0.1:8503"], {"TRUSTED_PROXIES": "10.0.0.0/8 192.168.0.1"}),
        (["127.0.0.1:8501", "127.0.0.1:8502"], {"HOSTS": "lab.example.org www.lab.example.org", "PROCESSES": "2"}),
    ],
)
def test_nginx_takes_the_configuration(nginx, tmp_path, copies, settings):
    own = {"FOLDER": str(tmp_path), "PORT": str(free_port())}
    (tmp_path / "nginx.conf").write_text(configuration(copies, **own, **settings), "utf-8")

    said = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)

    assert said.returncode == 0, said.stderr
    assert "warn" not in said.stderr


def test_without_copies_the_script_says_what_is_missing():
    with pytest.raises(subprocess.CalledProcessError) as refused:
        configuration([])
    assert "COPIES: the addresses of the copies" in refused.value.stderr
