"""Where a municipality keeps what is its own."""

FOLDER = "kommune"
DATA = f"{FOLDER}/data"
CHANGES = f"{DATA}/changes.yaml"
