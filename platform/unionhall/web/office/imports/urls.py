"""Addresses of imports, below /office/imports/."""

from __future__ import annotations

from django.urls import path

from unionhall.web.office.imports import batch, page, reviews

urlpatterns = [
    path("reviews/", reviews.show, name="import_reviews"),
    path("batches/<str:job_key>/review/", reviews.decide, name="review_import"),
    path("batches/<str:job_key>/", batch.show, name="import_batch"),
    path("batches/<str:job_key>/result/", batch.result, name="import_result"),
    path("batches/<str:job_key>/errors/", batch.errors, name="import_errors"),
    path("batches/<str:job_key>/cancellation/", batch.cancel, name="cancel_import"),
    path("batches/<str:job_key>/retry/", batch.retry, name="retry_import"),
    path("<str:import_key>/", page.show, name="import"),
    path("<str:import_key>/template/", page.template, name="import_template"),
]
