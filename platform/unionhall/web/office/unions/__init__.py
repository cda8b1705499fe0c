"""工会管理 (SC-21, SC-22): the union register below the unions that somebody manages."""
