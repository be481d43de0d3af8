{#
    32 hexadecimal digits that stand for a group of rows of whole numbers: an aggregate function.
    The same rows give the same digits in any order, on any machine and engine; another number
    anywhere, numbers exchanged between rows, or a row more or less give others (but for a chance
    of about 2^-62). Plain arithmetic, since hashing each row as text takes ten times as long.

    Each row becomes one number: its fields as the digits of a polynomial modulo 2^31 - 1, twice,
    with the multipliers of two well-known random number generators. The number is squared, so
    that an exchange of fields between rows does not cancel out in the sum over the rows.

        select recipe_id, {{ numbers_fingerprint(['user_index', 'item_index']) }} as digits
        from interactions group by recipe_id
          ->  sample-films-core5, '00000fd2a3c5e1b7000011c09a8e2d46'
#}
{% macro numbers_fingerprint(columns) -%}
    {%- set prime = 2147483647 -%}
    {%- set sums = [] -%}
    {%- for multiplier in [48271, 69621] -%}
        {%- set row = namespace(number='cast(1 as bigint)') -%}
        {%- for column in columns -%}
            {#- no field is as negative as what stands for NULL -#}
            {%- set row.number = '((' ~ row.number ~ ') * ' ~ multiplier
                ~ ' + coalesce(' ~ column ~ ', -999999999999) % ' ~ prime ~ ') % ' ~ prime -%}
        {%- endfor -%}
        {%- do sums.append(corate.hex_text(corate.exact_sum('(' ~ row.number ~ ') * (' ~ row.number ~ ') % ' ~ prime))) -%}
    {%- endfor -%}
    {{ sums | join(' || ') }}
{%- endmacro %}
