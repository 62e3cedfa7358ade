"""The text of every failure of the outbox: what was expected, what came nearest, what there is.

Plain text, at most 80 columns wide as pytest prints it (but for long words, which are not broken)
and bounded in length whatever the messages hold. Apart from the times of messages it is the same on
every run. `[0]` is an index, of the outbox or of its refusals. Colours come later, in `report`.
"""
