{% set genres = [
    'Action', 'Adventure', 'Animation', "Children's", 'Comedy', 'Crime', 'Documentary', 'Drama', 'Fantasy',
    'Film-Noir', 'Horror', 'Musical', 'Mystery', 'Romance', 'Sci-Fi', 'Thriller', 'War', 'Western',
] %}

with source as (
    select * from {{ source('movielens', 'movielens_items') }}
),

cleaned as (
    select
        *,
        {{ cleaned_title('title') }} as clean_title
    from source
),

stg_movielens__items as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id(adapter.quote('movieId')) }} as item_id,
        title as delivered_title,
        {{ film_title('clean_title') }} as title,
        {{ film_release_year('clean_title') }} as release_year,
        -- this edition has one 0/1 column a genre; `unknown` is the absence of one
        concat_ws(
            '|'
            {%- for genre in genres %},
            case when {{ adapter.quote(genre) }} = 1 then '{{ genre | replace("'", "''") }}' end
            {%- endfor %}
        ) as delivered_genres,
        {{ genre_list('delivered_genres') }} as genres
    from cleaned
)

select * from stg_movielens__items
