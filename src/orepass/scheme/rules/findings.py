"""Everything that can be wrong with a pack, declared once; the place is always ``file:line``."""

from typing import Final

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _

FILE_MISSING: Final = FindingKind(
    "scheme.file.missing",
    Severity.ERROR,
    _("The file “{file}” is missing."),
    what_to_do=_("Add it; docs/how-to/write-a-standard.md lists the files of a pack."),
)
FILE_UNEXPECTED: Final = FindingKind(
    "scheme.file.unexpected",
    Severity.ERROR,
    _("“{file}” is YAML in a place that is never read."),
    what_to_do=_("Move it to one of: {places}."),
)
FILE_PASSED_OVER: Final = FindingKind(
    "scheme.file.passed_over",
    Severity.NOTE,
    _("“{file}” is not part of a pack and was passed over."),
)
FILE_TOO_LARGE: Final = FindingKind(
    "scheme.file.too_large",
    Severity.ERROR,
    _("“{file}” has {size} bytes; at most {limit} are read."),
    what_to_do=_("Split it, or check that it is the file you meant."),
)
FILE_TOO_MANY: Final = FindingKind(
    "scheme.file.too_many",
    Severity.ERROR,
    _("The folder holds more than {limit} files."),
    what_to_do=_("Point to the edition's own folder; a pack needs far fewer files."),
)
WHOLE_DISK: Final = FindingKind(
    "scheme.path.whole_disk",
    Severity.ERROR,
    _("“{path}” is a whole disk, and nobody keeps standards there."),
    what_to_do=_("Point to the folder that holds the editions or cases."),
)
FILE_ESCAPES: Final = FindingKind(
    "scheme.file.escapes",
    Severity.ERROR,
    _("“{file}” is a link; packs hold plain files only."),
    what_to_do=_("Put the file itself in the folder."),
)
FILE_UNREADABLE: Final = FindingKind(
    "scheme.file.unreadable",
    Severity.ERROR,
    _("“{file}” cannot be opened: {problem}."),
    what_to_do=_("Check its name and who may read it."),
)
FILE_ENCODING: Final = FindingKind(
    "scheme.file.encoding",
    Severity.ERROR,
    _("“{file}” is not plain UTF-8 text: {problem}."),
    what_to_do=_("Save it as UTF-8 without a byte-order mark."),
)
YAML_BROKEN: Final = FindingKind(
    "scheme.yaml.broken",
    Severity.ERROR,
    _("This is not YAML: {problem}."),
    what_to_do=_("Check indentation, colons and quotation marks on this line and the one before."),
)
YAML_ALIAS: Final = FindingKind(
    "scheme.yaml.alias",
    Severity.ERROR,
    _("Anchors, aliases and merge keys (&, *, <<) are not read."),
    what_to_do=_("Write the value out where it is needed."),
)
YAML_TAG: Final = FindingKind(
    "scheme.yaml.tag",
    Severity.ERROR,
    _("The tag “{tag}” is not read."),
    what_to_do=_("Remove the exclamation mark and its word; put quotation marks around text."),
)
YAML_DEEP: Final = FindingKind(
    "scheme.yaml.deep",
    Severity.ERROR,
    _("This is nested more than {limit} levels deep."),
    what_to_do=_("Flatten it; no part of a pack nests that deep."),
)
YAML_DUPLICATE: Final = FindingKind(
    "scheme.yaml.duplicate_key",
    Severity.ERROR,
    _("The key “{key}” is written twice; first on line {first}."),
    what_to_do=_("Keep one of the two."),
)
YAML_KEY: Final = FindingKind(
    "scheme.yaml.key",
    Severity.ERROR,
    _("A key must be a plain word."),
    what_to_do=_("Write the key as text, not as a list or a mapping."),
)
YAML_DOCUMENTS: Final = FindingKind(
    "scheme.yaml.documents",
    Severity.ERROR,
    _("The file holds {count} documents; one is read."),
    what_to_do=_("Remove the “---” lines, or split the file."),
)
KEY_UNKNOWN: Final = FindingKind(
    "scheme.key.unknown",
    Severity.ERROR,
    _("“{key}” is not a key that is known here."),
    what_to_do=_("{suggestion}"),
)
KEY_MISSING: Final = FindingKind(
    "scheme.key.missing",
    Severity.ERROR,
    _("The key “{key}” is missing in {inside}."),
    what_to_do=_("Add “{key}: …”."),
)
VALUE_WRONG: Final = FindingKind(
    "scheme.value.wrong",
    Severity.ERROR,
    _("“{value}” cannot stand at {key}."),
    what_to_do=_("{suggestion}"),
)
ID_DUPLICATE: Final = FindingKind(
    "scheme.id.duplicate",
    Severity.ERROR,
    _("The identifier “{id}” is used twice; first in {first}."),
    what_to_do=_("Give each its own identifier; identifiers are never used again for something else."),
)
ID_SHAPE: Final = FindingKind(
    "scheme.id.shape",
    Severity.ERROR,
    _("“{id}” does not fit its place."),
    what_to_do=_("Write “{expected}”."),
)
DATES_CROSSED: Final = FindingKind(
    "scheme.dates.crossed",
    Severity.ERROR,
    _("The edition ends ({valid_before}) before it begins ({valid_from})."),
    what_to_do=_("Make valid_before a day after valid_from, or leave it out."),
)
LANGUAGE_MISSING: Final = FindingKind(
    "scheme.language.missing",
    Severity.ERROR,
    _("{count} texts are missing in “{language}”, which pack.yaml calls complete: {keys}."),
    what_to_do=_("Add them to texts/{language}.yaml, or take “{language}” out of complete_in."),
)
LANGUAGE_GAPS: Final = FindingKind(
    "scheme.language.gaps",
    Severity.NOTE,
    _("“{language}” has {present} of {total} texts."),
    what_to_do=_("Translate the rest in texts/{language}.yaml; readers see English meanwhile."),
)
LANGUAGE_UNDECLARED: Final = FindingKind(
    "scheme.language.undeclared",
    Severity.ERROR,
    _("“{language}” is not among the languages of pack.yaml."),
    what_to_do=_("Add it to languages, or remove it here."),
)
TEXT_UNKNOWN: Final = FindingKind(
    "scheme.text.unknown",
    Severity.ERROR,
    _("The text key “{key}” names nothing in this pack."),
    what_to_do=_("{suggestion}"),
)
TEXT_TWICE: Final = FindingKind(
    "scheme.text.twice",
    Severity.ERROR,
    _("“{key}” has its “{language}” text in two places."),
    what_to_do=_("Keep the one in texts/{language}.yaml."),
)
CEL_BROKEN: Final = FindingKind(
    "scheme.expression.broken",
    Severity.ERROR,
    _("The condition “{expression}” cannot be used: {problem}."),
    what_to_do=_("{suggestion}"),
)
PARAMETER_BARE: Final = FindingKind(
    "scheme.parameter.bare",
    Severity.ERROR,
    _("The parameter “{path}” is a bare value."),
    what_to_do=_("Write {{value: {value}, unit: …, source: …, clause: …, verified: false}}."),
)
PARAMETER_INCOMPLETE: Final = FindingKind(
    "scheme.parameter.incomplete",
    Severity.ERROR,
    _("The parameter “{path}” lacks {missing}."),
    what_to_do=_(
        "Every parameter carries value, unit, source, clause and verified; say “own choice” where no source has it."
    ),
)
PARAMETER_UNIT: Final = FindingKind(
    "scheme.parameter.unit",
    Severity.ERROR,
    _("“{unit}” cannot be the unit of “{path}”."),
    what_to_do=_("Write one of: {expected}."),
)
PARAMETER_VALUE: Final = FindingKind(
    "scheme.parameter.value",
    Severity.ERROR,
    _("“{value}” cannot be the value of “{path}”."),
    what_to_do=_("{suggestion}"),
)
PARAMETER_UNKNOWN: Final = FindingKind(
    "scheme.parameter.unknown",
    Severity.ERROR,
    _("No rule reads a parameter “{path}”."),
    what_to_do=_("{suggestion} A number that no rule reads can stand under “own”."),
)
PARAMETER_RANGE: Final = FindingKind(
    "scheme.parameter.range",
    Severity.ERROR,
    _("{value} is out of range for “{path}”."),
    what_to_do=_("Write from {least} to {most}."),
)
PARAMETER_CONTRADICTION: Final = FindingKind(
    "scheme.parameter.contradiction",
    Severity.ERROR,
    _("“{path}” ({value}) contradicts “{other}” ({other_value}): {why}."),
    what_to_do=_("{suggestion}"),
)
PARAMETER_UNVERIFIED: Final = FindingKind(
    "scheme.parameter.unverified",
    Severity.NOTE,
    _("{count} of {total} parameters are not verified against their source."),
    what_to_do=_("Compare them with the source and set verified: true; the pack must not be called conformant before."),
)
RATING_MISSING: Final = FindingKind(
    "scheme.rating.missing",
    Severity.ERROR,
    _("The standard “{standard}” has no {path}, so nothing could ever be decided under it."),
    what_to_do=_("Add it in rules.yaml for the whole pack or in {standard}/standard.yaml under rules."),
)
STANDARD_EMPTY: Final = FindingKind(
    "scheme.standard.empty",
    Severity.ERROR,
    _("The standard “{standard}” has no requirement."),
    what_to_do=_("Add at least one file in {standard}/subjects."),
)
STANDARD_GATELESS: Final = FindingKind(
    "scheme.standard.gateless",
    Severity.WARNING,
    _("The standard “{standard}” has no core requirement, so nothing in it is a gate."),
    what_to_do=_("Mark what nobody may miss with criticality: core."),
)
PHASE_GAP: Final = FindingKind(
    "scheme.subject.phase_gap",
    Severity.NOTE,
    _("The subject “{subject}” of {standard} has nothing in the phase {phase}."),
    what_to_do=_("Add a requirement for that phase, or leave it if the entry level asks for less."),
)
OVERLAY_FORBIDDEN: Final = FindingKind(
    "scheme.overlay.forbidden",
    Severity.ERROR,
    _("An overlay may not change or delete “{key}” of {requirement}."),
    what_to_do=_(
        "Explain it (explanation, also_fails_when) or tighten it (criticality, weight, due_year, accepts); "
        "a change of the requirement itself is a new edition."
    ),
)
OVERLAY_LOOSENS: Final = FindingKind(
    "scheme.overlay.loosens",
    Severity.ERROR,
    _("“{key}” of {requirement} would be looser under “{overlay}”: {value} instead of {base}."),
    what_to_do=_("{suggestion}"),
)
OVERLAY_PARAMETER: Final = FindingKind(
    "scheme.overlay.parameter",
    Severity.ERROR,
    _("An overlay may not move the parameter “{path}”: it has no stricter side."),
    what_to_do=_("Leave it to the edition; overlays move parameters that docs/how-to/write-a-standard.md names."),
)
OVERLAY_UNKNOWN: Final = FindingKind(
    "scheme.overlay.unknown",
    Severity.ERROR,
    _("The overlay “{overlay}” names “{name}”, which is not there."),
    what_to_do=_("{suggestion}"),
)
OVERLAY_CYCLE: Final = FindingKind(
    "scheme.overlay.cycle",
    Severity.ERROR,
    _("Overlays extend one another in a circle: {cycle}."),
    what_to_do=_("Take one of them out of extends."),
)
OVERLAY_EVERYWHERE: Final = FindingKind(
    "scheme.overlay.everywhere",
    Severity.ERROR,
    _("The overlay “{overlay}” does not say where it holds."),
    what_to_do=_("Add countries or applies_when; what holds everywhere belongs into the standard."),
)
OVERLAY_NOWHERE: Final = FindingKind(
    "scheme.overlay.nowhere",
    Severity.ERROR,
    _("The overlay “{overlay}” can never hold: “{other}”, which it extends, is for other countries."),
    what_to_do=_("Name countries that both have, or take “{other}” out of extends."),
)
OVERLAY_CLASH: Final = FindingKind(
    "scheme.overlay.clash",
    Severity.ERROR,
    _("Where “{overlay}” and “{other}” both hold, no evidence would be accepted for {requirement}."),
    what_to_do=_("Let both accept at least one kind in common."),
)
OVERLAY_EMPTY: Final = FindingKind(
    "scheme.overlay.empty",
    Severity.WARNING,
    _("The overlay “{overlay}” says nothing about {requirement}."),
    what_to_do=_("Explain it or tighten it, or take the entry out."),
)
OVERLAY_WORKSHOPS: Final = FindingKind(
    "scheme.overlay.workshops_few",
    Severity.WARNING,
    _("The overlay “{overlay}” rests on {count} logged workshops; interpretations typically rest on {usual}."),
    what_to_do=_("Hold and log more workshops under process, or say why fewer were enough."),
)
OVERLAY_UNDISCUSSED: Final = FindingKind(
    "scheme.overlay.undiscussed",
    Severity.ERROR,
    _("The overlay “{overlay}” is released without a logged workshop and its participants."),
    what_to_do=_("Log under process who took part and when, or set its status to pilot."),
)
OVERLAY_UNBALANCED: Final = FindingKind(
    "scheme.overlay.unbalanced",
    Severity.WARNING,
    _("In the workshops of “{overlay}” the group “{group}” had {share} per cent of the seats."),
    what_to_do=_("Balance the table: at least two groups, and none with more than half of the seats."),
)
OVERLAY_UNVERIFIED: Final = FindingKind(
    "scheme.overlay.unverified",
    Severity.NOTE,
    _("{count} of {total} entries of the overlay “{overlay}” are not verified against a source."),
    what_to_do=_("Compare them with the source and set verified: true."),
)
EVIDENCE_CLASS: Final = FindingKind(
    "scheme.evidence.class_unused",
    Severity.ERROR,
    _("{requirement} accepts “{evidence}”, which evidence.classes leaves out."),
    what_to_do=_("Add it to evidence.classes, or accept one of: {known}."),
)
PICTOGRAM_UNFIT: Final = FindingKind(
    "scheme.pictogram.unfit",
    Severity.ERROR,
    _("“{file}” cannot be shown as a pictogram: {problem}."),
    what_to_do=_("Draw lines and shapes in currentColor, in a square of 96, without text, in at most {limit} bytes."),
)
PICTOGRAM_STRAY: Final = FindingKind(
    "scheme.pictogram.stray",
    Severity.ERROR,
    _("“{file}” is named after no requirement of {standard}."),
    what_to_do=_("Name it after the identifier of its requirement, or remove it."),
)
PICTOGRAM_MISSING: Final = FindingKind(
    "scheme.pictogram.missing",
    Severity.ERROR,
    _("{requirement} has no pictogram, though its standard has pictograms."),
    what_to_do=_("Draw {file}, or remove the folder of pictograms."),
)
PICTOGRAM_UNSPOKEN: Final = FindingKind(
    "scheme.pictogram.unspoken",
    Severity.ERROR,
    _("{requirement} has a pictogram and no sentence that can be read aloud beside it."),
    what_to_do=_("Write it under “spoken” in the requirement."),
)
SPOKEN_WRONG: Final = FindingKind(
    "scheme.spoken.form",
    Severity.ERROR,
    _("“{key}” cannot simply be read aloud: {problem}."),
    what_to_do=_("Write one sentence of at most {limit} words, without digits, abbreviations or brackets."),
)
CASE_UNKNOWN: Final = FindingKind(
    "scheme.case.unknown",
    Severity.ERROR,
    _("The case “{case}” names “{name}”, which this pack does not have."),
    what_to_do=_("{suggestion}"),
)
CASE_FAILED: Final = FindingKind(
    "scheme.case.failed",
    Severity.ERROR,
    _("The case “{case}” expected {what} {expected}, and got {got}."),
    what_to_do=_("Correct the rule if the case is right, the case if the rule is right."),
)
CASES_NONE: Final = FindingKind(
    "scheme.case.none",
    Severity.WARNING,
    _("The standard “{standard}” has no worked case."),
    what_to_do=_("Add at least one that passes and one that fails, in cases/."),
)
PACK_NONE: Final = FindingKind(
    "scheme.pack.none",
    Severity.WARNING,
    _("There is no pack and no case under “{path}”."),
    what_to_do=_("Point to an edition's folder (the one with pack.yaml), to a scheme's folder or to standards/cases."),
)
