"""Two health answers: *alive* says that the process answers, *ready* that database, home and record head do."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from orepass.platform.health import problems


def alive(_request: HttpRequest) -> JsonResponse:
    """Answer that the process is alive."""
    return JsonResponse({"status": "alive"})


def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when work can be done, 503 with the reasons when not."""
    try:
        found = problems()
    except DatabaseError as error:
        found = [f"database: {type(error).__name__}"]
    return JsonResponse({"status": "not ready" if found else "ready", "problems": found}, status=503 if found else 200)
