"""The layered drawing of a receipt graph: fold, measure, place, route (Sugiyama's frame)."""
