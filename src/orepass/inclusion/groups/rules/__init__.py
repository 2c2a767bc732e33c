"""Pure rules of groups: the member machine, inspections, draws, and how well a group's own control works."""
