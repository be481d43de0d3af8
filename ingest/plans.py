"""What a plan leaves out of what was delivered, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

from ingest.archives import Delivery
from ingest.layouts import Plan
from ingest.sources.named_files import shortened
from ingest.text_files import first_line


def without_empty_files(plan: Plan) -> Plan:
    """Leave out files beside the interactions that have nothing in them, with a remark.

    Where a plan has no interactions, every file counts.
    """
    if not any(planned.layout.interactions for planned in plan.files):
        return plan
    empty = [
        planned
        for planned in plan.files
        if not planned.layout.interactions and not first_line(planned.file.path)
    ]
    remarks = (f"{planned.file.name} is empty: landed without it" for planned in empty)
    return replace(
        plan,
        files=tuple(planned for planned in plan.files if planned not in empty),
        remarks=(*plan.remarks, *remarks),
    )


def left_out(delivery: Delivery, plan: Plan) -> str:
    """A remark that names the files that were delivered and are not read; empty if all are."""
    read = {planned.file for planned in plan.files}
    names = [file.name for file in delivery.files if file not in read]
    named = shortened([*names, *delivery.skipped], shown=10)
    return f"left out: {named}" if names or delivery.skipped else ""
