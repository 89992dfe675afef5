"""The Textual app. docs: DESIGN, section 6. The only room that imports textual."""
