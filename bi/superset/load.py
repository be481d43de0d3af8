"""Make Superset's own database ready, and put the dashboards in, over those of before.

Runs in Superset's environment: serve.py calls it. It can be repeated: everything is found by its
uuid. Superset's command `import-dashboards` leaves charts and datasets that are there as they are.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flask_migrate import upgrade
from superset.app import create_app

from bi.superset.bundle import assets

ADMIN = "admin"


def load(database: Path, password: str) -> None:
    """Bring tables, roles and the administrator up to date, then import for the file `database`."""
    from superset import appbuilder, db, security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.connectors.sqla.models import SqlaTable
    from superset.utils.core import override_user

    upgrade()
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    user = security_manager.find_user(ADMIN) or security_manager.add_user(
        ADMIN, "Corate", "Admin", "admin@localhost", security_manager.find_role("Admin"), password
    )
    texts = assets(database)
    texts["metadata.yaml"] = texts["metadata.yaml"].replace("Dashboard", "assets")
    with override_user(user):
        ImportAssetsCommand(texts).run()
        for dataset in db.session.query(SqlaTable).all():
            # the other columns of each table, and what is said of them
            if dataset.database.database_name == "Corate":
                dataset.fetch_metadata()
        db.session.commit()


if __name__ == "__main__":
    with create_app().app_context():
        load(Path(sys.argv[1]), os.environ["SUPERSET_PASSWORD"])
