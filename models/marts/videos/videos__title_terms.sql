with title_terms as (
    select
        dataset_id,
        labelling_round,
        video_id,
        term,
        tf_idf
    from {{ ref('int_video_title_terms') }}
),

last_rounds as (
    select distinct
        dataset_id,
        labelling_round
    from {{ ref('int_video_examples') }}
    where is_last_round
),

videos__title_terms as (
    select
        title_terms.dataset_id,
        title_terms.video_id,
        title_terms.term,
        title_terms.tf_idf,
        title_terms.labelling_round
    from title_terms
    inner join last_rounds
        on
            last_rounds.dataset_id = title_terms.dataset_id
            and last_rounds.labelling_round = title_terms.labelling_round
)

select * from videos__title_terms
