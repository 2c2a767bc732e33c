"""The sheets and columns of the workbook for a standard, with the headings they are known by in three languages."""

from typing import Final

import msgspec

from orepass.kernel.table import Column
from orepass.scheme.rules.written import Dimension, Evidence, Phase, Status

PACK, STANDARDS, SUBJECTS, REQUIREMENTS = "pack", "standards", "subjects", "requirements"
PARAMETERS, MORE, READ_ME, TEXTS = "parameters", "more", "read me", "texts"
INLINE: Final = "inline"
"""Where a translation stands beside the English text in its own file."""


class Laid(msgspec.Struct, frozen=True):
    """One kind of sheet: its name, the names it is known by, its columns and how wide they are."""

    name: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    widths: tuple[int, ...]


def words(kind: object) -> tuple[str, ...]:
    """Return the words of a list in the pack format."""
    return tuple(kind.__value__.__args__)  # type: ignore[attr-defined]  # a type alias of literals


STATUSES, PHASES, DIMENSIONS, EVIDENCE = words(Status), words(Phase), words(Dimension), words(Evidence)
CRITICALITIES: Final = ("core", "progress")
UNITS: Final = ("site", "group", "chain")
BETTER: Final = ("lower", "higher")


def _columns(*listed: str) -> tuple[Column, ...]:
    """Read columns from lines ``key: heading | heading``; a star marks those that must be there."""
    found = []
    for line in listed:
        key, _colon, headings = line.partition(":")
        names = tuple(name.strip() for name in headings.split("|"))
        found.append(Column(key.removesuffix("*"), names, required=key.endswith("*")))
    return tuple(found)


_TITLE: Final = "title: title | titre | título"
_STANDARD: Final = "standard*: standard | norme | référentiel | norma | estándar"
_APPLIES: Final = "applies_when: applies when | s’applique si | s’applique quand | se aplica si | se aplica cuando"

LAYOUT: Final[dict[str, Laid]] = {
    laid.name: laid
    for laid in (
        Laid(
            PACK,
            (PACK, "paquet", "édition", "paquete", "edición"),
            _columns("key*: what | quoi | qué", "value*: value | valeur | valor"),
            (28, 90),
        ),
        Laid(
            STANDARDS,
            (STANDARDS, "normes", "référentiels", "normas", "estándares"),
            _columns(
                "code*: code | código",
                _TITLE,
                "purpose: purpose | but | objet | objetivo",
                "status: status | statut | estado",
                _APPLIES,
                "subject_unit: subject unit | unité | unidad",
            ),
            (10, 40, 70, 12, 50, 14),
        ),
        Laid(
            SUBJECTS,
            (SUBJECTS, "sujets", "thèmes", "temas", "asuntos"),
            _columns(
                _STANDARD,
                "subject*: subject | sujet | thème | tema | asunto",
                "dimension: dimension | dimensión",
                _TITLE,
                "why: why | pourquoi | por qué",
                "file: file | fichier | archivo",
            ),
            (10, 20, 10, 40, 70, 30),
        ),
        Laid(
            REQUIREMENTS,
            (REQUIREMENTS, "exigences", "requisitos"),
            _columns(
                "id*: requirement | id | identifier | exigence | identifiant | requisito | identificador",
                "subject: subject | sujet | thème | tema | asunto",
                "phase: phase | fase",
                "statement: statement | énoncé | enunciado",
                "evidence_small: evidence small | evidence at a small site | preuve petit | preuves petit site"
                " | prueba pequeño | pruebas sitio pequeño",
                "evidence_large: evidence large | evidence at a large site | preuve grand | preuves grand site"
                " | prueba grande | pruebas sitio grande",
                "fails_when: fails when | what a failed visit looks like | échoue si | échoue quand | falla si"
                " | falla cuando",
                "spoken: read aloud | lu à haute voix | leído en voz alta",
                "criticality: criticality | criticité | criticidad",
                "weight: weight | poids | peso",
                "due_year: due year | année d’échéance | exigible à l’année | año de vencimiento",
                "accepts: accepts | accepted evidence | preuves admises | accepte | acepta | pruebas admitidas",
                _APPLIES,
                "indicator_id: indicator | indicator id | indicateur | indicador",
                "indicator_unit: indicator unit | unité de l’indicateur | unidad del indicador",
                "indicator_better: better | mieux | mejor",
                "indicator_title: indicator title | titre de l’indicateur | título del indicador",
                "maps_to: maps to | correspond à | corresponde a",
            ),
            (24, 16, 13, 60, 40, 40, 50, 40, 12, 8, 9, 24, 30, 16, 12, 9, 24, 30),
        ),
        Laid(
            PARAMETERS,
            (PARAMETERS, "paramètres", "parámetros"),
            _columns(
                "standard: standard | norme | référentiel | norma | estándar",
                "path*: parameter | path | paramètre | parámetro",
                "value*: value | valeur | valor",
                "unit: unit | unité | unidad",
                "source: source | fuente",
                "clause: clause | cláusula",
                "verified: verified | vérifié | verificado",
                "note: note | nota",
                "confidence: confidence | confiance | confianza",
                "block: written under | écrit sous | escrito en",
            ),
            (10, 44, 30, 12, 50, 50, 10, 20, 12, 14),
        ),
        Laid(
            MORE,
            (MORE, "plus", "autres", "más", "otros"),
            _columns(
                "file*: file | fichier | archivo",
                "path*: path | chemin | ruta",
                "value*: value | valeur | valor",
            ),
            (30, 60, 60),
        ),
    )
}
TEXT_COLUMNS: Final = _columns(
    "key*: key | clé | clave",
    "english: English text | texte anglais | texto inglés",
    "text*: text | texte | texto",
    "file: file | fichier | archivo",
)
TEXT_WIDTHS: Final = (36, 70, 70, 20)

OFFERED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    STANDARDS: {"status": STATUSES, "subject_unit": UNITS},
    SUBJECTS: {"dimension": DIMENSIONS},
    REQUIREMENTS: {"phase": PHASES, "criticality": CRITICALITIES, "indicator_better": BETTER},
}
