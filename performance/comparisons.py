"""The comparisons that `python -m performance.run` makes."""

from performance.comparison import Comparison, Contestant
from performance.mixed import REAL_FILES

PROJECT_OPTIONS = (
    "--python={project_python}",
    "--memory-limit={memory_limit}",
    "--threads={threads}",
)

STEPS = Comparison(
    name="steps",
    title="Duplicates, split, core and ordered lists",
    description=(
        "The last of duplicates, a global time split 80/10/10, a 4-core on train, valid and test "
        "kept to train's users and items, one ordered list a user. Peers hold all of it in memory "
        "and read the CSV before the clock of the steps starts; Corate writes every table to its "
        "database."
    ),
    figure="steps",
    columns={
        "read": "read CSV",
        "duplicates": "duplicates",
        "split": "split",
        "core": "core",
        "lists": "lists",
        "steps": "steps",
    },
    contestants=(
        Contestant(
            "corate",
            "Corate",
            "performance.peers.corate_pipeline",
            PROJECT_OPTIONS,
        ),
        Contestant("polars_tuned", "Polars, tuned", "performance.peers.polars_tuned"),
        Contestant("polars_plain", "Polars, plain", "performance.peers.polars_plain"),
        Contestant("pandas", "pandas", "performance.peers.pandas_frames"),
        Contestant(
            "datarec",
            "DataRec",
            "performance.peers.datarec_library",
            note="cut times, held-out filter and lists in pandas: DataRec has no such steps",
        ),
        Contestant("pure_python", "pure Python", "performance.peers.pure_python"),
    ),
)

RECIPES = Comparison(
    name="recipes",
    title="Four recipes of one dataset",
    description=(
        "The same steps with a 3-, 4-, 5- and 10-core, as somebody who compares protocols makes "
        "them: Corate in one build, which stores the events once; Polars one recipe after the "
        "other, each from the rows in memory. Figures of what came out are sums."
    ),
    figure="steps",
    columns=STEPS.columns,
    contestants=(
        Contestant(
            "corate_recipes",
            "Corate",
            "performance.peers.corate_pipeline",
            (*PROJECT_OPTIONS, "--recipes"),
        ),
        Contestant(
            "polars_tuned_recipes",
            "Polars, tuned",
            "performance.peers.polars_recipes",
            ("--way=tuned",),
        ),
        Contestant(
            "polars_plain_recipes",
            "Polars, plain",
            "performance.peers.polars_recipes",
            ("--way=plain",),
        ),
    ),
)

LANDING = Comparison(
    name="landing",
    title="Landing the CSV",
    description=(
        "From the CSV file to a table of a new DuckDB file. Corate's side is the whole command: "
        "start of Python, checks of every row, rejected rows, checksum, source file and row number "
        "of each row, ids as text, all or nothing."
    ),
    figure="land",
    columns={"land": "land"},
    contestants=(
        Contestant(
            "corate_landing",
            "Corate",
            "performance.peers.corate_pipeline",
            (*PROJECT_OPTIONS, "--until=land"),
        ),
        Contestant(
            "duckdb_read_csv",
            "DuckDB read_csv",
            "performance.peers.duckdb_read_csv",
            ("--memory-limit={memory_limit}", "--threads={threads}"),
        ),
    ),
)

PROJECT_PYTHON = "--python={project_python}"

WIKIDATA = Comparison(
    name="wikidata",
    title="Asking Wikidata for films",
    description=(
        "The cast, genres and topics of the films of MovieLens latest-small, from a SPARQL engine "
        "on this machine that holds Wikidata's statements about them. Corate's side is the whole "
        "command, start of Python, retries and landing included; single queries are sent by "
        "SPARQLWrapper alone, with neither, for every twentieth film. There is no network in "
        "between: over one, each request costs its way, too."
    ),
    figure="thousand",
    columns={"ask": "all asked", "thousand": "1,000 films"},
    contestants=(
        Contestant(
            "wikidata_batches",
            "Corate",
            "performance.peers.wikidata",
            (PROJECT_PYTHON, "--way=batches_full"),
        ),
        Contestant(
            "wikidata_batches_kinds",
            "Corate, three kinds",
            "performance.peers.wikidata",
            (PROJECT_PYTHON, "--way=batches_three_kinds"),
        ),
        Contestant(
            "wikidata_single",
            "one query a film",
            "performance.peers.wikidata",
            (PROJECT_PYTHON, "--way=single_full"),
        ),
        Contestant(
            "wikidata_single_kinds",
            "one query a film and kind",
            "performance.peers.wikidata",
            (PROJECT_PYTHON, "--way=single_three_kinds"),
        ),
    ),
    real_data=("movielens/ml-latest-small/links.csv", "wikidata/films.nt.gz"),
    real_name="ml-latest-small",
    shapes=(),
)

SELF_JOIN_ROWS = 1_000_000

SIMILARITY = Comparison(
    name="similarity",
    title="Item co-ratings and item neighbours",
    description=(
        "Every pair of items with 5 co-raters, exactly counted, and for each item the 50 most "
        "alike by Jaccard, ties settled. Peers read the CSV and number users and items before the "
        "clock starts and keep all in memory; Corate starts from its train ratings and writes "
        "every table to its database. `ratings` is the comparison of the neighbours' common "
        "ratings (Pearson, Euclid, mean absolute difference), which Corate's table has, too."
    ),
    figure="neighbors",
    columns={
        "compile": "compile once",
        "read": "read CSV",
        "neighbors": "pairs and neighbours",
        "ratings": "ratings",
    },
    contestants=(
        Contestant(
            "corate_similarity",
            "Corate",
            "performance.peers.corate_similarity",
            PROJECT_OPTIONS,
        ),
        Contestant("scipy_blocks", "scipy, blocks", "performance.peers.scipy_blocks"),
        Contestant(
            "polars_self_join",
            "Polars, self-join",
            "performance.peers.polars_self_join",
            max_rows=SELF_JOIN_ROWS,
        ),
        Contestant(
            "pandas_self_join",
            "pandas, self-join",
            "performance.peers.pandas_self_join",
            max_rows=SELF_JOIN_ROWS,
        ),
        Contestant(
            "sklearn_jaccard",
            "scikit-learn, Jaccard",
            "performance.peers.sklearn_jaccard",
            max_rows=SELF_JOIN_ROWS,
        ),
        Contestant(
            "sparse_dot_topn",
            "sparse_dot_topn",
            "performance.peers.sparse_dot_topn_cosine",
            note="the 50 nearest by cosine; no pairs, no support, no ties",
            other_work=True,
        ),
        Contestant(
            "implicit",
            "implicit",
            "performance.peers.implicit_cosine",
            note="the 50 nearest by cosine; no pairs, no support, no ties",
            other_work=True,
        ),
    ),
    shapes=("movielens",),
)

USERS = Comparison(
    name="users",
    title="User neighbours",
    description=(
        "For each user the 50 most alike by Jaccard, of those with 5 items in common, ties "
        "settled. A popular item makes far more pairs of users than a busy user makes pairs of "
        "items: 0.4 billion in a million ratings, 91 billion in twenty. Otherwise as above."
    ),
    figure="neighbors",
    columns={
        "compile": "compile once",
        "read": "read CSV",
        "neighbors": "neighbours",
        "ratings": "ratings",
    },
    contestants=(
        Contestant(
            "corate_users",
            "Corate",
            "performance.peers.corate_similarity",
            (*PROJECT_OPTIONS, "--users"),
        ),
        Contestant(
            "scipy_users",
            "scipy, blocks",
            "performance.peers.scipy_blocks",
            ("--users",),
            max_rows=5_000_000,
        ),
    ),
    shapes=("movielens",),
)

MIXED_ROWS = 1_000_000

MIXED = Comparison(
    name="mixed",
    title="From files to the neighbours of an item",
    description=(
        "A warehouse as users have it: MovieLens latest-small, MovieTweetings 100K, Amazon's "
        "Musical Instruments 5-core and Beauty after one pass, with 13 recipes; and a "
        "million generated events with one recipe. Landed, built up to "
        "`similarity.item_neighbors`, and asked for the 10 neighbours of one item: `answer` is all "
        "of that. Corate's side are the commands, their start included, in a project that was "
        "built before; the peer holds all in memory and makes nothing else. `all other models` is "
        "a second `dbt build`, which no peer has; the peak of memory is that of both."
    ),
    figure="answer",
    columns={
        "land": "land (read)",
        "build": "build",
        "query": "query",
        "answer": "answer",
        "rest": "all other models",
    },
    contestants=(
        Contestant(
            "corate_mixed",
            "Corate",
            "performance.peers.corate_mixed",
            PROJECT_OPTIONS,
            max_rows=MIXED_ROWS,
        ),
        Contestant(
            "polars_scipy",
            "Polars and scipy",
            "performance.peers.polars_scipy",
            max_rows=MIXED_ROWS,
        ),
    ),
    real_data=tuple(REAL_FILES.values()),
    real_name="real-files",
    shapes=("movielens",),
)

CHANGES = Comparison(
    name="changes",
    title="What a change takes",
    description=(
        "100,000 rows under another name, landed and built beside data that do not change, against "
        "the same in an empty warehouse: every table and every data test, the commands with their "
        "start. Then one more recipe of these rows, and nothing at all: `python -m corate build`, "
        "and `dbt build` without the unit tests of models. Writing the public file, with which "
        "each build ends that changes anything, is also timed alone."
    ),
    figure="added",
    columns={
        "first_land": "all: land",
        "first_build": "all: build",
        "land": "land",
        "build": "build",
        "added": "land and build",
        "recipe": "one more recipe",
        "nothing": "nothing",
        "nothing_dbt": "nothing, dbt",
        "publish": "public file",
    },
    contestants=(
        Contestant(
            "corate_changes",
            "beside what is there",
            "performance.peers.corate_changes",
            PROJECT_OPTIONS,
        ),
        Contestant(
            "corate_alone",
            "in an empty warehouse",
            "performance.peers.corate_changes",
            (*PROJECT_OPTIONS, "--alone"),
        ),
    ),
    shapes=("movielens",),
)

ENGINES_MODULE = "performance.peers.corate_engines"
ENGINES_COLUMNS = {"land": "land", "export": "export", "start": "start", "benchmark": "benchmark"}

ENGINES = Comparison(
    name="engines",
    title="The benchmark line on DuckDB and on Apache Spark",
    description=(
        "The recipe of the steps above, from the landed rows to every `benchmarks` table, one dbt "
        "process without tests in a project that was parsed before. Spark is a cluster on this "
        "machine, a driver and two executors of a core and 2 GB each, reached by Spark Connect; "
        "to it the raw tables are exported. Its start is timed apart. The check is that all "
        "fingerprints are the same."
    ),
    figure="benchmark",
    columns=ENGINES_COLUMNS,
    contestants=(
        Contestant(
            "engine_duckdb",
            "DuckDB",
            ENGINES_MODULE,
            (*PROJECT_OPTIONS, "--engine=duckdb"),
        ),
        Contestant(
            "engine_spark",
            "Spark",
            ENGINES_MODULE,
            (*PROJECT_OPTIONS, "--engine=spark"),
        ),
    ),
    on_request=True,
)

ENGINES_NEIGHBORS = Comparison(
    name="engines_neighbors",
    title="Item neighbours on DuckDB and on Apache Spark",
    description=(
        "The same, and then a second dbt process, to `similarity.item_neighbors` (5 co-raters, the "
        "50 most alike by Jaccard, common ratings compared). DuckDB's pairs are counted by "
        "compiled code, Spark's by a distributed `group by`. The neighbours are compared, too."
    ),
    figure="neighbors",
    columns={**ENGINES_COLUMNS, "neighbors": "neighbours"},
    contestants=(
        Contestant(
            "engine_duckdb_neighbors",
            "DuckDB",
            ENGINES_MODULE,
            (*PROJECT_OPTIONS, "--engine=duckdb", "--neighbors"),
        ),
        Contestant(
            "engine_spark_neighbors",
            "Spark",
            ENGINES_MODULE,
            (*PROJECT_OPTIONS, "--engine=spark", "--neighbors"),
        ),
    ),
    shapes=("movielens",),
    on_request=True,
)

METHODS = Comparison(
    name="methods",
    title="Two methods, recommended and measured",
    description=(
        "Popularity and item kNN (cosine, the 50 nearest) on train of a leave-one-out split, lists "
        "of 20 for every user on valid and test, and how good they are at 5, 10 and 20. Corate's "
        "`work` is one dbt process from the landed rows, with twenty figures, intervals and a "
        "comparison of both methods, every table written to its database; RecTools' is from the "
        "rows in memory, with eleven figures. The check is the users and the recall to three "
        "digits: ties are settled in other ways."
    ),
    figure="work",
    columns={"read": "land or read", "work": "work"},
    contestants=(
        Contestant("corate_methods", "Corate", "performance.peers.corate_methods", PROJECT_OPTIONS),
        Contestant("rectools", "RecTools", "performance.peers.rectools_lists"),
    ),
    shapes=("movielens",),
)

COMPARISONS = (
    LANDING,
    STEPS,
    RECIPES,
    SIMILARITY,
    USERS,
    METHODS,
    MIXED,
    CHANGES,
    WIKIDATA,
    ENGINES,
    ENGINES_NEIGHBORS,
)
