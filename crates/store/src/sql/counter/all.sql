-- All number series.
SELECT series, year, last FROM counter
