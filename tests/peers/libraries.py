"""Load an exported benchmark with the library it is for, and train one step of a model.

  python tests/peers/libraries.py LIBRARY FOLDER

Runs in the environment of that library. Prints what it has loaded, as JSON: users, items and
interactions of train, as the library counts them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd


def lenskit(folder: Path) -> dict[str, int]:
    from lenskit.als import ImplicitMFScorer
    from lenskit.data import from_interactions_df

    train = from_interactions_df(pd.read_parquet(folder / "train.parquet"))
    scorer = ImplicitMFScorer(features=4, epochs=1)
    scorer.train(train)
    return {
        "users": train.user_count,
        "items": train.item_count,
        "interactions": train.interaction_count,
    }


def rectools(folder: Path) -> dict[str, int]:
    from rectools.dataset import Dataset
    from rectools.models import EASEModel

    train = Dataset.construct(pd.read_parquet(folder / "train.parquet"))
    EASEModel().fit(train)
    return {
        "users": train.user_id_map.size,
        "items": train.item_id_map.size,
        "interactions": len(train.interactions.df),
    }


def replay(folder: Path) -> dict[str, int]:
    """On Apache Spark, which its kNN asks for."""
    from pyspark.sql import SparkSession
    from replay.data import Dataset, FeatureHint, FeatureInfo, FeatureSchema, FeatureType
    from replay.models import ItemKNN

    schema = FeatureSchema(
        [
            FeatureInfo("user_id", FeatureType.CATEGORICAL, FeatureHint.QUERY_ID),
            FeatureInfo("item_id", FeatureType.CATEGORICAL, FeatureHint.ITEM_ID),
            FeatureInfo("rating", FeatureType.NUMERICAL, FeatureHint.RATING),
            FeatureInfo("timestamp", FeatureType.NUMERICAL, FeatureHint.TIMESTAMP),
        ]
    )
    settings = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = settings.config("spark.sql.shuffle.partitions", 2).getOrCreate()
    train = Dataset(schema, spark.read.parquet(str(folder / "train.parquet")))
    ItemKNN(num_neighbours=3).fit(train)
    return {
        "users": train.query_count,
        "items": train.item_count,
        "interactions": train.interactions.count(),
    }


def torch(folder: Path) -> dict[str, int]:
    """As the guide has it, with an embedding in which 0 is padding."""
    import torch as library

    class Histories(library.utils.data.Dataset):  # type: ignore[misc]
        def __init__(self, file: Path, length: int) -> None:
            self.length = length
            self.train: list[list[int]] = []
            for line in file.open(encoding="utf-8"):
                _user, valid_start, _test_start, *items = map(int, line.split())
                self.train.append(items[:valid_start][-length:])

        def __len__(self) -> int:
            return len(self.train)

        def __getitem__(self, number: int) -> Any:
            items = self.train[number]
            return library.tensor([0] * (self.length - len(items)) + items)

    histories = Histories(folder / "histories.txt", 1_000)
    items = len((folder / "items.tsv").read_text(encoding="utf-8").splitlines()) - 1
    model = library.nn.Embedding(items + 1, 4, padding_idx=0)
    optimizer = library.optim.SGD(model.parameters(), 0.1)
    batch = next(iter(library.utils.data.DataLoader(histories, batch_size=8)))
    model(batch).sum().backward()
    optimizer.step()
    assert model.weight[0].abs().sum() == 0
    return {
        "users": len(histories),
        "items": len({item for line in histories.train for item in line}),
        "interactions": sum(map(len, histories.train)),
    }


def recbole(folder: Path) -> dict[str, int]:
    return _recbole(folder, "BPR", {})


def recbole_sequential(folder: Path) -> dict[str, int]:
    return _recbole(
        folder,
        "GRU4Rec",
        {
            "alias_of_item_id": ["item_id_list"],
            "load_col": {"inter": ["user_id", "item_id_list", "item_id"]},
            "train_neg_sample_args": None,
            # one step is enough, and histories are long
            "embedding_size": 8,
            "hidden_size": 8,
        },
    )


def _recbole(folder: Path, model: str, settings: dict[str, Any]) -> dict[str, int]:
    from recbole.config import Config
    from recbole.data import create_dataset, data_preparation
    from recbole.utils import get_model, get_trainer, init_seed

    (name,) = [path.name for path in folder.iterdir() if path.is_dir()]
    config = Config(
        model=model,
        dataset=name,
        config_dict={
            "data_path": str(folder),
            "field_separator": "\t",
            "benchmark_filename": ["train", "valid", "test"],
            "epochs": 1,
            "show_progress": False,
            "use_gpu": False,
            "checkpoint_dir": str(folder.parent / "saved"),
            **settings,
        },
    )
    init_seed(1, True)
    dataset = create_dataset(config)
    train, valid, test = data_preparation(config, dataset)
    network = get_model(config["model"])(config, train.dataset)
    trainer = get_trainer(config["MODEL_TYPE"], config["model"])(config, network)
    trainer.fit(train, valid, saved=False, show_progress=False)
    trainer.evaluate(test, load_best_model=False, show_progress=False)
    return {
        "users": train.dataset.user_num - 1,
        "items": train.dataset.item_num - 1,
        "interactions": len(train.dataset),
    }


LIBRARIES = {
    "lenskit": lenskit,
    "rectools": rectools,
    "replay": replay,
    "torch": torch,
    "recbole": recbole,
    "recbole-sequential": recbole_sequential,
}

if __name__ == "__main__":
    print(json.dumps(LIBRARIES[sys.argv[1]](Path(sys.argv[2]))))
