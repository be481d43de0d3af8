-- Every raw table, as delivered by its source plus where each row came from.
-- This is the only place that says how they are: ingest/raw_tables.py makes them in a warehouse, before
-- `python -m ingest` lands anything and, through ingest/dbt_plugin.py, before dbt reads them, so that `dbt build`
-- works on a fresh database. It brings older warehouses to it, too, and counts the versions.
--
-- Those that files fill have common first columns: dataset_id (seeds/datasets.csv), source_file (name inside what
-- was landed), source_row (number of the record in that file from 1, header not counted, rejected and blank
-- records counted), landed_at (UTC). Ids are text, ratings double, times as delivered. In a warehouse they are
-- views of parts, which store the same in half the time and place (ingest/parts.py); user_number, item_number and
-- time_number are the ids and the time once more, where a part has them as whole numbers.

create schema if not exists raw;

-- one row: the version of these tables (ingest/raw_tables.py)
create table if not exists raw.schema_version (
    version integer not null
);

-- What was landed, and what was refused ------------------------------------------------------

-- Every line and record is accounted for, in each file and in their sums: records = rows (landed_rows) +
-- rejected_rows + left_out_rows (on request, such as --no-user) + forgotten_rows (of people who are forgotten); lines + further_events (of lists, beyond the first) =
-- records + header, comment, blank and continued lines (of records beyond their first). Files without lines (Parquet,
-- JSON arrays) have records, and NULL for what is said of lines.
-- A landing is of a dataset, or, where subject says items or users, of a list beside it of one's own. Where it says
-- predictions, dataset_id names method, recipe and part, as `mine/my-shop-loo-core5/test`.
create table if not exists raw.landings (
    dataset_id varchar not null,
    source varchar not null,
    landed_at timestamp not null,
    interaction_rows bigint not null,
    rejected_rows bigint not null,
    lines bigint,
    header_lines bigint,
    comment_lines bigint,
    blank_lines bigint,
    continued_lines bigint,
    records bigint,
    landed_rows bigint,
    left_out_rows bigint,
    -- those of the command line that say what is landed, and how it is read
    options varchar,
    further_events bigint,
    subject varchar not null default 'dataset',
    forgotten_rows bigint,
    -- under which key ids of users are pseudonyms (ingest/people.py); NULL where they are as delivered
    pseudonym_key varchar
);

create table if not exists raw.landed_files (
    dataset_id varchar not null,
    source_file varchar not null,
    table_name varchar not null,
    "rows" bigint not null,
    rejected_rows bigint not null,
    bytes bigint not null,
    sha256 varchar not null,
    landed_at timestamp not null,
    lines bigint,
    header_lines bigint,
    comment_lines bigint,
    blank_lines bigint,
    continued_lines bigint,
    records bigint,
    left_out_rows bigint,
    further_events bigint,
    subject varchar not null default 'dataset',
    forgotten_rows bigint
);

-- Users who are forgotten, as keyed hashes: landing leaves them out (ingest/people.py, ingest/forgetting.py).
create table if not exists raw.forgotten_people (
    dataset_id varchar not null,
    person_hash varchar not null,
    key_id varchar not null,
    forgotten_at timestamp not null
);

-- What stood out in a landing, one row a remark: found of total events, ids or lines, as `what` says.
create table if not exists raw.landing_remarks (
    dataset_id varchar not null,
    column_name varchar not null,
    what varchar not null,
    found bigint not null,
    total bigint not null,
    examples varchar[] not null,
    advice varchar not null,
    landed_at timestamp not null,
    subject varchar not null default 'dataset'
);

-- One row a part: a table of the schema landed, `<table_name>_<part_number>`, with the rows of one file. A file of
-- whose ids some are whole numbers has several. split: where a file is all of one part of the data, train, valid or
-- test, as it was said; rows_before: how many records the files of the parts before it have. method, recipe_id: of
-- predictions.
create table if not exists raw.landed_parts (
    part_number integer not null,
    table_name varchar not null,
    dataset_id varchar not null,
    source_file varchar not null,
    landed_at timestamp not null,
    split varchar,
    rows_before bigint,
    method varchar,
    recipe_id varchar
);

-- One row a raw table and dataset, or, of predictions, recipe: a hash of its rows, by which a build knows whether they
-- have changed (ingest/row_versions.py).
create table if not exists raw.row_versions (
    table_name varchar not null,
    dataset_id varchar not null,
    version varchar not null
);

create table if not exists raw.rejected_rows (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    "text" varchar,
    reason varchar not null,
    landed_at timestamp not null,
    subject varchar not null default 'dataset'
);

-- Settings of one's own --------------------------------------------------------------------

-- Lines of the files of own/, and of those of seeds/ those that cannot be read, as of the last dbt command
-- (ingest/setting_files.py).
create table if not exists raw.unread_settings (
    file_name varchar not null,
    line_number integer not null,
    problem varchar not null
);

create table if not exists raw.own_datasets (
    file_name varchar not null,
    line_number integer not null,
    dataset_id varchar,
    source varchar,
    edition varchar,
    title varchar,
    url varchar,
    checksum varchar,
    bytes varchar,
    mirrors varchar,
    licence varchar,
    citation varchar,
    rating_min varchar,
    rating_max varchar,
    liked_from varchar,
    interactions varchar,
    users varchar,
    repeats varchar,
    redistribution varchar,
    research_only varchar,
    attribution varchar
);

create table if not exists raw.own_protocols (
    file_name varchar not null,
    line_number integer not null,
    protocol_id varchar,
    datasets varchar,
    max_interactions varchar,
    duplicate_policy varchar,
    min_rating varchar,
    rated_from varchar,
    rated_before varchar,
    listed_users varchar,
    listed_items varchar,
    max_user_interactions varchar,
    max_item_interactions varchar,
    first_interactions varchar,
    last_interactions varchar,
    repeats_in_row varchar,
    core_users varchar,
    core_items varchar,
    core_scope varchar,
    core_rounds varchar,
    split varchar,
    valid_fraction varchar,
    test_fraction varchar,
    valid_starts_at varchar,
    test_starts_at varchar,
    held_out_events varchar,
    folds varchar,
    window_days varchar,
    step_days varchar,
    session_minutes varchar,
    seed varchar,
    cold varchar,
    max_history varchar,
    min_train_length varchar,
    min_co_raters varchar,
    neighbors varchar,
    user_neighbors varchar,
    negatives varchar
);

create table if not exists raw.own_entity_lists (
    file_name varchar not null,
    line_number integer not null,
    list_id varchar,
    entity_id varchar
);

create table if not exists raw.own_thresholds (
    file_name varchar not null,
    line_number integer not null,
    check_id varchar,
    splits varchar,
    worse varchar,
    look_beyond varchar,
    critical_beyond varchar,
    advice varchar
);

create table if not exists raw.own_published_counts (
    file_name varchar not null,
    line_number integer not null,
    dataset_id varchar,
    recipe_id varchar,
    measure varchar,
    published_value varchar,
    source varchar,
    source_url varchar,
    note varchar
);

create table if not exists raw.own_methods (
    file_name varchar not null,
    line_number integer not null,
    method varchar,
    recipes varchar,
    kind varchar,
    similarity varchar,
    neighbors varchar,
    min_shared varchar,
    shrinkage varchar,
    shrinkage_form varchar,
    weighting varchar,
    direction varchar,
    alpha varchar,
    beta varchar,
    days varchar,
    centring varchar
);

create table if not exists raw.own_published_metrics (
    file_name varchar not null,
    line_number integer not null,
    dataset_id varchar,
    recipe_id varchar,
    method varchar,
    split varchar,
    metric varchar,
    k varchar,
    published_value varchar,
    recomputed_value varchar,
    cause varchar,
    source varchar,
    source_url varchar,
    note varchar
);

-- MovieLens ----------------------------------------------------------------------------------

create table if not exists raw.movielens_ratings (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "userId" varchar,
    "movieId" varchar,
    rating double,
    "timestamp" bigint,
    user_number bigint,
    item_number bigint
);

create table if not exists raw.movielens_movies (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "movieId" varchar,
    title varchar,
    genres varchar
);

create table if not exists raw.movielens_links (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "movieId" varchar,
    "imdbId" varchar,
    "tmdbId" varchar
);

create table if not exists raw.movielens_tags (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "userId" varchar,
    "movieId" varchar,
    tag varchar,
    "timestamp" bigint
);

create table if not exists raw.movielens_genome_scores (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "movieId" varchar,
    "tagId" varchar,
    relevance double
);

create table if not exists raw.movielens_genome_tags (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "tagId" varchar,
    tag varchar
);

create table if not exists raw.movielens_users (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "userId" varchar,
    gender varchar,
    age smallint,
    occupation varchar,
    "zipCode" varchar
);

-- the film list of MovieLens 100K (u.item), which has one flag column a genre
create table if not exists raw.movielens_items (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "movieId" varchar,
    title varchar,
    "releaseDate" varchar,
    "videoReleaseDate" varchar,
    "imdbUrl" varchar,
    "unknown" smallint,
    "Action" smallint,
    "Adventure" smallint,
    "Animation" smallint,
    "Children's" smallint,
    "Comedy" smallint,
    "Crime" smallint,
    "Documentary" smallint,
    "Drama" smallint,
    "Fantasy" smallint,
    "Film-Noir" smallint,
    "Horror" smallint,
    "Musical" smallint,
    "Mystery" smallint,
    "Romance" smallint,
    "Sci-Fi" smallint,
    "Thriller" smallint,
    "War" smallint,
    "Western" smallint
);

-- MovieTweetings -----------------------------------------------------------------------------

create table if not exists raw.movietweetings_ratings (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    user_id varchar,
    movie_id varchar,
    rating double,
    rating_timestamp bigint
);

create table if not exists raw.movietweetings_movies (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    movie_id varchar,
    movie_title varchar,
    genres varchar
);

create table if not exists raw.movietweetings_users (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    user_id varchar,
    twitter_id varchar
);

-- Amazon -------------------------------------------------------------------------------------

create table if not exists raw.amazon_ratings (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    user_id varchar,
    item_id varchar,
    rating double,
    "timestamp" bigint
);

create table if not exists raw.amazon_reviews (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    review json
);

create table if not exists raw.amazon_metadata (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    metadata json
);

-- Hugging Face -------------------------------------------------------------------------------

-- models as a table; lists as the text that Python prints for them
create table if not exists raw.huggingface_models (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "modelId" varchar,
    "lastModified" varchar,
    tags varchar,
    pipeline_tag varchar,
    author varchar,
    architectures varchar,
    model_type varchar,
    datasets varchar,
    downloads bigint,
    library_name varchar
);

-- models as the Hub's own API describes them (/api/models)
create table if not exists raw.huggingface_documents (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    document json
);

-- YouTube ------------------------------------------------------------------------------------

-- pages of videos, everything as the page showed it; y is the label, "index" the unnamed first column
create table if not exists raw.youtube_videos (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "index" varchar,
    "watch-title" varchar,
    y varchar,
    "watch-view-count" varchar,
    "watch-time-text" varchar,
    "content_watch-info-tag-list" varchar,
    "watch7-headline" varchar,
    "watch7-user-header" varchar,
    "watch8-sentiment-actions" varchar,
    "og:image" varchar,
    "og:image:width" varchar,
    "og:image:height" varchar,
    "og:description" varchar,
    "og:video:width" varchar,
    "og:video:height" varchar,
    "og:video:tag" varchar,
    channel_link_0 varchar
);

-- labels of later rounds: the same columns and p, or video_id and y
create table if not exists raw.youtube_labels (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    "index" varchar,
    "watch-title" varchar,
    y varchar,
    "watch-view-count" varchar,
    "watch-time-text" varchar,
    "content_watch-info-tag-list" varchar,
    "watch7-headline" varchar,
    "watch7-user-header" varchar,
    "watch8-sentiment-actions" varchar,
    "og:image" varchar,
    "og:image:width" varchar,
    "og:image:height" varchar,
    "og:description" varchar,
    "og:video:width" varchar,
    "og:video:height" varchar,
    "og:video:tag" varchar,
    channel_link_0 varchar,
    p varchar,
    video_id varchar
);

-- Bring your own -----------------------------------------------------------------------------

-- Columns that were asked for by name (`--context`, `--attribute`) are columns of a part, and shown as fields of one
-- JSON object.
create table if not exists raw.interactions (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    user_id varchar,
    item_id varchar,
    rating double,
    "time" varchar,
    context json,
    split varchar,
    rows_before bigint,
    user_number bigint,
    item_number bigint,
    time_number bigint
);

create table if not exists raw.own_items (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    item_id varchar,
    title varchar,
    attributes json
);

create table if not exists raw.own_users (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    user_id varchar,
    attributes json
);

-- What a method of one's own recommends, the best first by rank, or by score where there is none; where there is neither,
-- in the order of the file. dataset_id is `<method>/<recipe_id>/<split>`.
create table if not exists raw.predictions (
    dataset_id varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    landed_at timestamp not null,
    method varchar,
    recipe_id varchar,
    split varchar,
    user_id varchar,
    item_id varchar,
    "rank" bigint,
    score double
);

-- Wikidata -----------------------------------------------------------------------------------

-- one row per answered request; a film may be in many, the latest one counts (SQL decides that)
create table if not exists raw.wikidata_answers (
    -- from 1, in the order of landing
    answer_id bigint not null,
    -- cast, genre, topic or full
    kind varchar not null,
    -- the films that were asked for, as `tt` and at least 7 digits
    imdb_ids varchar[] not null,
    query varchar,
    endpoint varchar,
    answered_at timestamp not null,
    -- the SPARQL JSON results document as delivered
    answer varchar not null
);

-- films that the endpoint did not answer for, even asked alone; a later answer makes good for it
create table if not exists raw.wikidata_failures (
    kind varchar not null,
    imdb_id varchar not null,
    endpoint varchar not null,
    attempts integer not null,
    reason varchar not null,
    failed_at timestamp not null
);
