"""WHO MAY LOOK IT UP: queries behind the public pages; reads only."""
