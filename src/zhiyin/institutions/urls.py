"""Routes of the institutions, their boards, their execution and the evidence register."""

from zhiyin.institutions import urls_board, urls_execution

app_name = "institutions"
urlpatterns = [*urls_board.urlpatterns, *urls_execution.urlpatterns]
