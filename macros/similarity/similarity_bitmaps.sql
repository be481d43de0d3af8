{#
    The features of a set in a stripe (see similarity_stripes) as bits, of those sets that get a bitmap
    there.

        similarity_bitmaps('entries', 'stripes')
          ->  stripe_key, set_number, place, word_0, …, word_15: (4294967296, 4294967297, 1, 1, 0, …), …
#}
{% macro similarity_bitmaps(entries, stripes) %}
with entries as (
    select
        set_number,
        list_key,
    from {{ entries }}
),

stripes as (
    select
        list_key,
        stripe_key,
        word,
        bit,
        last_set,
    from {{ stripes }}
    where last_set > 0
),

set_bits as (
    select
        stripes.stripe_key,
        entries.set_number,
        {{ corate.number_within('entries.set_number') }} as place,
        {% for word in range(corate.bitmap_words()) %}
        {{ corate.all_bits('case when stripes.word = ' ~ word ~ ' then stripes.bit else 0 end') }} as word_{{ word }},
        {% endfor %}
    from entries
    inner join stripes on stripes.list_key = entries.list_key
    where entries.set_number <= stripes.last_set
    group by
        stripes.stripe_key,
        entries.set_number
    -- a block reads the bitmaps of neighbouring sets: side by side, the others are skipped
    order by entries.set_number
)

select * from set_bits
{% endmacro %}
