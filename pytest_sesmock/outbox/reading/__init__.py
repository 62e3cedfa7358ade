"""Reading a delivered message as mail programs read it: forgiving, and never at a loss.

SES reads a message as JavaMail does (`pytest_sesmock.engine.raw_mail`) and delivers what it has
accepted; how that looks to its recipients is another matter. Nothing here raises because of a
message, whatever bytes it has, and the work grows with its size alone. Where mail programs differ,
the tests in `tests/readers` say which of them are followed, and why.
"""
