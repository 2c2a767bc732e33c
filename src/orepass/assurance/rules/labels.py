"""The words of a self-assessment that leaves the product, in four languages: a sheet or a form is read without us.

Pages are translated by catalogues; a file in somebody's hand takes its words along. Spanish and Swahili are not
reviewed by native speakers.
"""

from typing import Final

from orepass.scheme.rules.model import Text, told

LANGUAGES: Final = ("en", "fr", "es", "sw")
NAMES: Final = {"en": "English (en)", "fr": "Français (fr)", "es": "Español (es)", "sw": "Kiswahili (sw)"}


def _in(en: str, fr: str, es: str, sw: str) -> Text:
    return {"en": en, "fr": fr, "es": es, "sw": sw}


RATINGS: Final[dict[str, Text]] = {
    "full": _in("fully met", "entièrement satisfait", "cumplido del todo", "imetimizwa kikamilifu"),
    "substantial": _in("mostly met", "en grande partie satisfait", "cumplido en su mayor parte", "kwa sehemu kubwa"),
    "partial": _in("met in part", "satisfait en partie", "cumplido en parte", "kwa sehemu"),
    "none": _in("not met", "non satisfait", "no cumplido", "haijatimizwa"),
    "yes": _in("yes", "oui", "sí", "ndiyo"),
    "no": _in("no", "non", "no", "hapana"),
    "not_relevant": _in("not relevant here", "sans objet ici", "no se aplica aquí", "haihusiki hapa"),
    "unknown": _in("not known", "inconnu", "no se sabe", "haijulikani"),
}
EVIDENCE: Final[dict[str, Text]] = {
    "document": _in("a document", "un document", "un documento", "hati"),
    "photo": _in("a photograph", "une photographie", "una fotografía", "picha"),
    "oral": _in(
        "someone’s word (recorded)",
        "la parole de quelqu’un (enregistrée)",
        "la palabra de alguien (grabada)",
        "neno la mtu (limerekodiwa)",
    ),
    "observation": _in("seen on the spot", "vu sur place", "visto en el lugar", "imeonekana mahali"),
    "measurement": _in("a measurement", "une mesure", "una medición", "kipimo"),
}
PHASES: Final[dict[str, Text]] = {
    "commitment": _in("commitment", "engagement", "compromiso", "ahadi"),
    "assessment": _in("assessment", "évaluation", "evaluación", "tathmini"),
    "monitoring": _in("monitoring", "suivi", "seguimiento", "ufuatiliaji"),
    "disclosure": _in("disclosure and improvement", "publication et amélioration", "divulgación y mejora", "kutangaza"),
}
SAID: Final[dict[str, Text]] = {
    "answers": _in("answers", "réponses", "respuestas", "majibu"),
    "about": _in("about", "à propos", "acerca de", "kuhusu"),
    "what": _in("what", "quoi", "qué", "nini"),
    "value": _in("value", "valeur", "valor", "thamani"),
    "requirement": _in("requirement", "exigence", "requisito", "sharti"),
    "subject": _in("subject", "sujet", "tema", "mada"),
    "phase": _in("phase", "phase", "fase", "hatua"),
    "core": _in("core", "essentiel", "esencial", "msingi"),
    "due_year": _in("due from year", "exigible dès l’année", "exigible desde el año", "inatakiwa kuanzia mwaka"),
    "statement": _in("what is required", "ce qui est exigé", "lo que se exige", "kinachotakiwa"),
    "typical": _in("what shows it", "ce qui le montre", "lo que lo muestra", "kinachoonyesha"),
    "fails_when": _in(
        "what a failed visit looks like",
        "à quoi ressemble une visite qui échoue",
        "cómo se ve una visita fallida",
        "ziara iliyoshindwa inavyoonekana",
    ),
    "accepts": _in("accepted as evidence", "admis comme preuve", "admitido como prueba", "ushahidi unaokubalika"),
    "answer": _in("answer", "réponse", "respuesta", "jibu"),
    "shown_by": _in("shown by", "montré par", "mostrado por", "imeonyeshwa na"),
    "evidence": _in("evidence files", "fichiers de preuve", "archivos de prueba", "faili za ushahidi"),
    "note": _in("note", "remarque", "nota", "maelezo"),
    "photo_taken": _in("Photograph", "Photographie", "Fotografía", "Picha"),
    "voice": _in("Recording", "Enregistrement", "Grabación", "Sauti"),
    "how": _in(
        "Choose an answer in each row and send the file back; rows without an answer stay as they are.",
        "Choisissez une réponse sur chaque ligne et renvoyez le fichier ; les lignes sans réponse restent inchangées.",
        "Elija una respuesta en cada fila y devuelva el archivo; las filas sin respuesta quedan como están.",
        "Chagua jibu katika kila mstari kisha urudishe faili; mistari isiyo na jibu hubaki ilivyo.",
    ),
}


def label(table: dict[str, Text], code: str, language: str) -> str:
    """Return the word for a code in a language; letters such as AAA say themselves."""
    return told(table[code], language) if code in table else code


def names_of(table: dict[str, Text], codes: tuple[str, ...]) -> dict[str, str]:
    """Return every name of some codes, the codes themselves too, and what it means."""
    return {name: code for code in codes for name in (code, *table.get(code, {}).values())}


def headings(key: str, *more: str) -> tuple[str, ...]:
    """Return the headings of a column in all languages."""
    return tuple(dict.fromkeys([*SAID[key].values(), *more]))
