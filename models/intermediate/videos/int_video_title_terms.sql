-- TF-IDF of every title after each round, as scikit-learn has it. Terms are the words of enough titles that were learnt
-- from; the rarer there, the more they weigh, by the smooth idf ln((1 + titles) / (1 + titles with the word)) + 1. A
-- term's weight in a title is occurrences times idf, over the Euclidean length of the title.
with examples as (
    select
        dataset_id,
        labelling_round,
        is_last_round,
        video_id,
        title,
        is_learnt
    from {{ ref('int_video_examples') }}
),

lists as (
    select
        dataset_id,
        term_min_titles
    from {{ ref('int_video_lists') }}
),

-- a title is the same after every round
cut_titles as (
    select
        dataset_id,
        video_id,
        {{ unnest_list(vectorizer_words('title')) }} as word
    from examples
    where is_last_round
),

count_words as (
    select
        dataset_id,
        video_id,
        word,
        count(*) as occurrences
    from cut_titles
    group by
        dataset_id,
        video_id,
        word
),

count_titles as (
    select
        dataset_id,
        labelling_round,
        count(*) as titles
    from examples
    where is_learnt
    group by
        dataset_id,
        labelling_round
),

count_titles_with_word as (
    select
        examples.dataset_id,
        examples.labelling_round,
        count_words.word,
        count(*) as titles_with_term
    from examples
    inner join count_words
        on
            count_words.dataset_id = examples.dataset_id
            and count_words.video_id = examples.video_id
    where examples.is_learnt
    group by
        examples.dataset_id,
        examples.labelling_round,
        count_words.word
),

choose_terms as (
    select
        count_titles.dataset_id,
        count_titles.labelling_round,
        row_number() over (
            partition by count_titles.dataset_id, count_titles.labelling_round
            order by count_titles_with_word.word
        ) as term_index,
        count_titles_with_word.word as term,
        ln(cast(1 + count_titles.titles as double) / (1 + count_titles_with_word.titles_with_term)) + 1 as idf
    from count_titles
    inner join count_titles_with_word
        on
            count_titles_with_word.dataset_id = count_titles.dataset_id
            and count_titles_with_word.labelling_round = count_titles.labelling_round
    inner join lists on lists.dataset_id = count_titles.dataset_id
    where count_titles_with_word.titles_with_term >= lists.term_min_titles
),

weigh_terms as (
    select
        choose_terms.dataset_id,
        choose_terms.labelling_round,
        count_words.video_id,
        choose_terms.term_index,
        choose_terms.term,
        count_words.occurrences * choose_terms.idf as weight
    from count_words
    inner join choose_terms
        on
            choose_terms.dataset_id = count_words.dataset_id
            and choose_terms.term = count_words.word
),

-- squares are added as whole numbers of 1e-15, the same in whatever order they are added
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
