"""The facts of the five source documents, one TOML file for each programme, and their shapes.

Read through `toguna.demo.documents`. Nothing here is fictional and nothing here was counted by Toguna.
"""
