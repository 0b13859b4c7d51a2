"""Routes of the institutions: boards, execution, the evidence register, the numbers of the house."""

from zhiyin.institutions import urls_board, urls_execution, urls_numbers

app_name = "institutions"
urlpatterns = [*urls_numbers.urlpatterns, *urls_board.urlpatterns, *urls_execution.urlpatterns]
