"""``orepass export oscal``: catalogue, profile or results, and the check by compliance-trestle."""

import importlib
import json
from typing import Any, Final

from orepass.assurance.queries.results import oscal_results_for
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.oscal.catalog import catalog
from orepass.scheme.rules.oscal.profile import profile
from orepass.scheme.rules.outcome import Profile

CATALOG, PROFILE, RESULTS = "catalog", "profile", "results"
SHAPES: Final = {CATALOG: "catalog", PROFILE: "profile", RESULTS: "assessment_results"}


class ExtraMissing(Invalid):
    """The check needs a library that is not installed."""

    code = "cli.oscal.extra_missing"
    message = _("The check against OSCAL’s own models needs a library that is not installed.")
    what_to_do = _("Install it with “pip install orepass[oscal]”, or leave --check out: the document is the same.")


class NotOscal(Invalid):
    """The document does not fit OSCAL's models: a fault of ours."""

    code = "cli.oscal.invalid"
    message = _("The document does not fit OSCAL’s models: {problem}.")
    what_to_do = _("Please report this with the edition it came from.")


class ShapeUnknown(Invalid):
    """There is no such OSCAL document here."""

    code = "cli.oscal.shape"
    message = _("“{value}” cannot be made of this.")
    what_to_do = _("Write --as catalog or --as profile with a pack, or --as results with the file of an application.")


def of_pack(pack: Pack, shape: str, *, standard: str, site: Profile, language: str) -> dict[str, Any]:
    """Return the catalogue of a pack, or the profile of a standard for a site.

    Raises:
        ShapeUnknown: neither is asked for.
    """
    if shape == CATALOG:
        return catalog(pack, standard, language)
    if shape == PROFILE:
        return profile(pack, standard or pack.standards[0].code, site, language)
    raise ShapeUnknown(where="--as", value=shape[:40])


def of_file(application: str, shape: str, *, language: str, on: Any) -> dict[str, Any]:  # noqa: ANN401 - a day
    """Return the results of a file of this home.

    Raises:
        ShapeUnknown: something else is asked for.
    """
    if shape not in {RESULTS, ""}:
        raise ShapeUnknown(where="--as", value=shape[:40])
    return oscal_results_for(Actor.system("export"), application, language=language, on=on)


def check(document: dict[str, Any]) -> str:
    """Hold a document against the models of compliance-trestle and return which version of OSCAL they are of.

    Raises:
        ExtraMissing: the library is not installed.
        NotOscal: the document does not fit.
    """
    (name,) = document
    try:
        models = importlib.import_module(f"trestle.oscal.{name.replace('-', '_')}")
    except ImportError:
        raise ExtraMissing(where="--check") from None
    try:
        models.Model.model_validate_json(json.dumps(document))
    except ValueError as error:
        raise NotOscal(where="--check", problem=str(error)[:400]) from None
    return str(models.OSCAL_VERSION)
