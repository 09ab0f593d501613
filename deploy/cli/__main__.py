"""python -m deploy.cli"""

from deploy.cli.commands import app

app(prog_name="koblingsboks")
