{% set genres = [
    'Action', 'Adventure', 'Animation', "Children's", 'Comedy', 'Crime', 'Documentary', 'Drama', 'Fantasy',
    'Film-Noir', 'Horror', 'Musical', 'Mystery', 'Romance', 'Sci-Fi', 'Thriller', 'War', 'Western',
] %}

with source as (
    select * from {{ source('movielens', 'movielens_items') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ adapter.quote('movieId') }} as item_id,
        title as delivered_title,
        {{ film_title('title') }} as title,
        {{ film_release_year('title') }} as release_year,
        -- this edition has one 0/1 column a genre; `unknown` is the absence of one
        concat_ws(
            '|'
            {%- for genre in genres %},
            case when {{ adapter.quote(genre) }} = 1 then '{{ genre | replace("'", "''") }}' end
            {%- endfor %}
        ) as delivered_genres,
        {{ genre_list('delivered_genres') }} as genres,
    from source
)

select * from renamed
