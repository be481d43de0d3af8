-- TF-IDF of every title after each round: occurrences times idf, over the Euclidean length of the title.
-- Squares are added as whole numbers of 1e-15, the same in whatever order they are added.
with title_words as (
    select
        dataset_id,
        video_id,
        word,
        occurrences
    from {{ ref('int_video_title_words') }}
),

vocabulary as (
    select
        dataset_id,
        labelling_round,
        term_index,
        term,
        idf
    from {{ ref('int_video_vocabulary') }}
),

weigh_terms as (
    select
        vocabulary.dataset_id,
        vocabulary.labelling_round,
        title_words.video_id,
        vocabulary.term_index,
        vocabulary.term,
        title_words.occurrences * vocabulary.idf as weight
    from title_words
    inner join vocabulary
        on
            vocabulary.dataset_id = title_words.dataset_id
            and vocabulary.term = title_words.word
),

measure_titles as (
    select
        dataset_id,
        labelling_round,
        video_id,
        sqrt(cast(sum({{ exact_number('round(weight * weight * 1000000000000000)') }}) as double) / 1000000000000000)
            as length
    from weigh_terms
    group by
        dataset_id,
        labelling_round,
        video_id
),

int_video_title_terms as (
    select
        weigh_terms.dataset_id,
        weigh_terms.labelling_round,
        weigh_terms.video_id,
        weigh_terms.term_index,
        weigh_terms.term,
        weigh_terms.weight / measure_titles.length as tf_idf
    from weigh_terms
    inner join measure_titles
        on
            measure_titles.dataset_id = weigh_terms.dataset_id
            and measure_titles.labelling_round = weigh_terms.labelling_round
            and measure_titles.video_id = weigh_terms.video_id
)

select * from int_video_title_terms
