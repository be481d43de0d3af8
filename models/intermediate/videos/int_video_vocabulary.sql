-- The words of enough titles that were learnt from, and how rare each is there: the smooth idf
-- ln((1 + titles) / (1 + titles with the word)) + 1.
with examples as (
    select
        dataset_id,
        labelling_round,
        video_id
    from {{ ref('int_video_examples') }}
    where is_learnt
),

lists as (
    select
        dataset_id,
        term_min_titles
    from {{ ref('int_video_lists') }}
),

title_words as (
    select
        dataset_id,
        video_id,
        word
    from {{ ref('int_video_title_words') }}
),

count_titles as (
    select
        dataset_id,
        labelling_round,
        count(*) as titles
    from examples
    group by
        dataset_id,
        labelling_round
),

count_titles_with_word as (
    select
        examples.dataset_id,
        examples.labelling_round,
        title_words.word,
        count(*) as titles_with_term
    from examples
    inner join title_words
        on
            title_words.dataset_id = examples.dataset_id
            and title_words.video_id = examples.video_id
    group by
        examples.dataset_id,
        examples.labelling_round,
        title_words.word
),

int_video_vocabulary as (
    select
        count_titles.dataset_id,
        count_titles.labelling_round,
        row_number() over (
            partition by count_titles.dataset_id, count_titles.labelling_round
            order by count_titles_with_word.word
        ) as term_index,
        count_titles_with_word.word as term,
        count_titles_with_word.titles_with_term,
        ln(cast(1 + count_titles.titles as double) / (1 + count_titles_with_word.titles_with_term)) + 1 as idf
    from count_titles
    inner join count_titles_with_word
        on
            count_titles_with_word.dataset_id = count_titles.dataset_id
            and count_titles_with_word.labelling_round = count_titles.labelling_round
    inner join lists on lists.dataset_id = count_titles.dataset_id
    where count_titles_with_word.titles_with_term >= lists.term_min_titles
)

select * from int_video_vocabulary
