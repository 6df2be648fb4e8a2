"""The semi-assignment problem: tickets to agents with places, at the least cost, proven."""
