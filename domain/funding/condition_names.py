"""What the funding conditions are called, and what they ask of the steering group."""

DUTCH = {
    "non_physical": "niet-fysiek",
    "vision_fit": "past in de visie",
    "two_municipalities": "twee gemeenten",
    "maximum_per_project": "maximum per project",
    "participation_share": "eigen bijdrage naar deelname",
    "programme_ceiling": "programmaplafond",
    "third_parties_contribute": "derden dragen bij",
    "external_funding_sought": "geldstromen van derden",
    "borrowed_capacity": "geleende capaciteit",
    "financing_plan": "dekkingsplan",
    "process_reserve": "reservering proceskosten",
}
"""The source's terms (section 6)."""

WHAT_TO_DECIDE = {
    "non_physical": "finance a physical investment after all",
    "vision_fit": "finance it though it does not fit vision and priority themes",
    "two_municipalities": "finance it with fewer than two municipalities",
    "maximum_per_project": "set the maximum (set_funding_limits), or deviate",
    "participation_share": (
        "ask an own contribution, set the share (set_funding_limits), or deviate"
    ),
    "programme_ceiling": "transfer budget to the programme, or go over its ceiling",
    "third_parties_contribute": "judge their contribution (third_party_judgement)",
    "external_funding_sought": "do without external funding",
    "borrowed_capacity": "a smaller grant or another proposal; no deviation",
    "financing_plan": "a smaller grant or another plan; no deviation",
    "process_reserve": "grant less, or use the reserve for process costs (deviate)",
}
"""What the steering group would have to decide for each condition that isn't met."""
