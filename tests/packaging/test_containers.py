"""No container engine is needed here: the files are checked against their schema and their linter."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

TOP = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def test_the_compose_file_keeps_to_its_schema() -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", TOP / "docker-compose.yml"]
    subprocess.run(command, check=True, capture_output=True)


def test_the_dockerfile_has_no_fault_that_its_linter_knows() -> None:
    checked = subprocess.run(
        [BIN / "hadolint", TOP / "service/Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_service_is_neither_root_nor_unchecked() -> None:
    dockerfile = (TOP / "service/Dockerfile").read_text()
    assert re.search(r"^USER [1-9]\d*$", dockerfile, re.MULTILINE)
    assert "HEALTHCHECK" in dockerfile
    services = yaml.safe_load((TOP / "docker-compose.yml").read_text())["services"]
    assert services["database"]["image"].startswith("postgres:18")
    assert services["claimdiff"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_all_that_the_image_copies_is_let_through() -> None:
    let_through = {line[1:] for line in (TOP / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(\S+)", (TOP / "service/Dockerfile").read_text(), re.MULTILINE)
    assert set(copied) <= let_through
    assert all((TOP / one).exists() for one in copied)
