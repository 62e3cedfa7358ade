"""An application of Celery whose broker and results are files."""

from __future__ import annotations

import os
from pathlib import Path

import senders
from celery import Celery

_folder = Path(os.environ["SESMOCK_WORKER"])
for name in ("queue", "control", "results"):
    Path(_folder, name).mkdir(exist_ok=True)

app = Celery("worker", broker="filesystem://", backend=f"file://{_folder / 'results'}")
app.conf.broker_transport_options = {
    "data_folder_in": str(_folder / "queue"),
    "data_folder_out": str(_folder / "queue"),
    "control_folder": str(_folder / "control"),
    "polling_interval": 0.05,
}
send = app.task(name="send")(senders.send)
