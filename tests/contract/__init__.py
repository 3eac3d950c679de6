"""The API document, and clients that are generated from it and used."""
