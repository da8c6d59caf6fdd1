"""The addresses of the submitters' pages, below ``/submissions/``."""

from django.urls import path

from sec_registry.submissions.pages import listed, making, page, receipt

app_name = "workspace"

urlpatterns = [
    path("", listed.own_submissions, name="list"),
    path("upload/", making.upload, name="upload"),
    path("add/", making.add, name="add"),
    path("change/", making.find, name="find"),
    path("change/<int:number>/", making.change, name="change"),
    path("<int:pk>/", page.submission_page, name="page"),
    path("<int:pk>/check/", page.run_findings, name="check"),
    path("<int:pk>/title/", page.retitle, name="title"),
    path("<int:pk>/rows/<int:position>/", making.row, name="row"),
    path("<int:pk>/rows/<int:position>/remove/", page.remove_row, name="row_remove"),
    path("<int:pk>/evidence/", page.add_evidence, name="evidence"),
    path("<int:pk>/evidence/<int:key>/", page.open_evidence, name="evidence_open"),
    path("<int:pk>/evidence/<int:key>/remove/", page.remove_evidence, name="evidence_remove"),
    path("<int:pk>/questions/<int:key>/answer/", page.answer, name="answer"),
    path("<int:pk>/receipt/", receipt.receipt_page, name="receipt"),
    path("<int:pk>/receipt.json", receipt.receipt_download, name="receipt_file"),
    path("<int:pk>/<slug:step>/now/", page.step, name="step"),
]
