"""A witness over HTTP: ``POST /add-checkpoint``, and its public key to read. The folder is named by the environment."""

import functools
import os
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from orepass.platform import clock
from orepass.transparency.rules.witnessing import REQUEST_BYTES_MAX, TEXT_TYPE, Answer
from orepass.transparency.witness.cosigning import answered
from orepass.transparency.witness.state import WitnessFolder

FOLDER: Final = "OREPASS_WITNESS"
ADD_CHECKPOINT: Final = "/add-checkpoint"

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request."""
    answer = _answer(_witness(os.environ[FOLDER]), environ)
    body = answer.body.encode()
    headers = [("Content-Type", answer.media_type), ("Content-Length", str(len(body)))]
    start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
    return [body]


@functools.cache
def _witness(folder: str) -> WitnessFolder:
    return WitnessFolder(Path(folder))


def _answer(witness: WitnessFolder, environ: dict[str, Any]) -> Answer:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if method in {"GET", "HEAD"} and path in {"", "/"}:
        return Answer(HTTPStatus.OK, f"{witness.key}\n", TEXT_TYPE)
    if path != ADD_CHECKPOINT:
        return Answer(HTTPStatus.NOT_FOUND, "there is nothing here\n")
    if method != "POST":
        return Answer(HTTPStatus.METHOD_NOT_ALLOWED, "send a checkpoint by POST\n")
    declared = environ.get("CONTENT_LENGTH") or ""
    most = min(int(declared[:9]), REQUEST_BYTES_MAX + 1) if declared.isdecimal() else REQUEST_BYTES_MAX + 1
    body = environ["wsgi.input"].read(most)
    if len(body) > REQUEST_BYTES_MAX:
        return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the request is too large\n")
    try:
        request = body.decode()
    except UnicodeDecodeError:
        return Answer(HTTPStatus.BAD_REQUEST, "the request is not UTF-8\n")
    return answered(witness, request, at=int(clock.now().timestamp()))
