"""Works that rules of several rooms cite, by the title that each of them shows."""

from typing import Final

ASM_STUDY: Final = "Scaling up certification in artisanal and small-scale mining (IIED, 2013)"
