"""The demo world: made-up people who live through the real steps. Never for a portal of real people."""
