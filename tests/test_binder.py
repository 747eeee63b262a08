"""A Binder session, built here: a clean environment from `binder/`, a Jupyter server in it, a notebook run by it."""

import json
import re
import shutil
import subprocess
import sys
import urllib.request
import uuid

import nbformat
import pytest
import websocket

from lab import Server
from store_notebooks import ROOT, binder, notebooks

REQUIREMENTS = (ROOT / "binder/requirements.txt").read_text().splitlines()
PINS = [line for line in REQUIREMENTS if line and not line.startswith(("#", "-"))]
REPO2DOCKER = "jupyter-repo2docker==2026.4.0"


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project, as a fresh clone has it."""
    ignore = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", "build")
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("binder") / "project", ignore=ignore)


@pytest.fixture(scope="module")
def session(project):
    """The Python of an environment in which just `binder/requirements.txt` was installed, from the project's root."""
    folder = project.parent / "environment"
    run(sys.executable, "-m", "venv", folder)
    python = next(path for path in (folder / "bin/python", folder / "Scripts/python.exe") if path.exists())
    run(python, "-m", "pip", "install", "--no-compile", "-q", "-r", "binder/requirements.txt", cwd=project)
    return python


def execute(socket, source):
    """Run one cell through a kernel's web socket; what it printed. An error is an AssertionError."""
    request = uuid.uuid4().hex
    socket.send(json.dumps({
        "channel": "shell", "parent_header": {}, "metadata": {}, "buffers": [],
        "header": {"msg_id": request, "msg_type": "execute_request", "version": "5.3", "username": "", "session": ""},
        "content": {"code": source, "silent": False, "allow_stdin": False},
    }))
    printed = ""
    while True:
        message = socket.recv()
        if isinstance(message, bytes):      # with buffers: a widget's, not ours
            continue
        message = json.loads(message)
        content, kind = message["content"], message["msg_type"]
        if message["parent_header"].get("msg_id") != request:
            continue
        assert kind != "error", "\n".join(content["traceback"])
        if kind == "stream":
            printed += content["text"]
        if kind == "status" and content["execution_state"] == "idle":
            return printed


def test_everything_is_pinned():
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in PINS), "a line is not `name==version`"
    assert len(PINS) > 50 and REQUIREMENTS[-1] == "-e ."
    assert re.fullmatch(r"python-3\.1[1-9]", (ROOT / "binder/runtime.txt").read_text().strip())


def test_nothing_else_is_installed(session):
    """The pins are complete: what pip added by itself would be another version next year."""
    installed = run(session, "-m", "pip", "freeze", "--exclude-editable").split()
    assert sorted(installed, key=str.lower) == sorted(PINS, key=str.lower)
    run(session, "-m", "pip", "check")


def test_a_server_executes_a_notebook(project, session):
    path = notebooks()[0]
    with Server(project, python=str(session)) as server:
        opened = binder().split("?urlpath=")[1]
        with urllib.request.urlopen(f"{server.url}/{opened}", timeout=30) as answer:
            assert answer.status == 200 and opened == "lab/tree/notebooks/00_start_here.ipynb"
        notebook = nbformat.from_dict(server.api(f"contents/notebooks/{path.name}")["content"])
        kernel = server.api("kernels", {"name": "python3", "path": "notebooks"})["id"]
        address = server.url.replace("http", "ws", 1)
        socket = websocket.create_connection(f"{address}/api/kernels/{kernel}/channels", timeout=60)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                stored = "".join(output.text for output in cell.outputs if output.output_type == "stream")
                assert execute(socket, cell.source) == stored
        where = execute(socket, "import sys, lecture12\nprint(sys.prefix, lecture12.__file__)")
        assert str(project.parent) in where and str(project / "lecture12") in where
        socket.close()


def test_repo2docker_accepts_the_project(project):
    folder = project.parent / "repo2docker"
    run(sys.executable, "-m", "venv", folder)
    scripts = next(path for path in (folder / "bin", folder / "Scripts") if path.exists())
    run(scripts / "python", "-m", "pip", "install", "--no-compile", "-q", REPO2DOCKER)
    command = [scripts / "jupyter-repo2docker", "--no-build", "--debug", project]
    done = subprocess.run(command, capture_output=True, text=True)
    log = done.stdout + done.stderr
    assert done.returncode == 0, log
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in log
    assert (ROOT / "binder/runtime.txt").read_text().strip().removeprefix("python-") in log
