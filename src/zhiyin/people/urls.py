"""Routes of signing in, one's own pages and administration."""

from django.urls import path

from zhiyin.people.views import corrections, door, employees, me, posts, roster, slips, units

app_name = "people"
urlpatterns = [
    path("app/sign-in", door.sign_in, name="sign_in"),
    path("app/sign-in/verify", door.second, name="second"),
    path("app/first", door.first, name="first"),
    path("app/first/password", door.first_password, name="first_password"),
    path("app/sign-out", door.sign_out, name="sign_out"),
    path("app/me", me.me, name="me"),
    path("app/me/correction", me.correction, name="correction"),
    path("app/me/password", me.password, name="password"),
    path("app/me/second-factor", me.second_factor, name="second_factor"),
    path("app/me/second-factor/off", me.second_factor_off, name="second_factor_off"),
    path("app/me/sessions", me.sessions, name="sessions"),
    path("app/me/sessions/others", me.end_others, name="end_others"),
    path("app/me/sessions/<uuid:pk>/end", me.end_session, name="end_session"),
    path("app/admin/units", units.tree, name="units"),
    path("app/admin/units/new", units.new, name="unit_new"),
    path("app/admin/units/<uuid:pk>", units.unit, name="unit"),
    path("app/admin/units/<uuid:pk>/rename", units.rename, name="unit_rename"),
    path("app/admin/units/<uuid:pk>/move", units.move, name="unit_move"),
    path("app/admin/units/<uuid:pk>/close", units.close, name="unit_close"),
    path("app/admin/employees", employees.search, name="employees"),
    path("app/admin/employees/new", employees.new, name="employee_new"),
    path("app/admin/employees/<uuid:pk>", employees.employee, name="employee"),
    path("app/admin/employees/<uuid:pk>/change", employees.change, name="employee_change"),
    path("app/admin/employees/<uuid:pk>/move", employees.move, name="employee_move"),
    path("app/admin/employees/<uuid:pk>/leave", employees.leave, name="employee_leave"),
    path(
        "app/admin/employees/<uuid:pk>/second-factor-off", employees.second_factor_off, name="employee_reset"
    ),
    path("app/admin/employees/<uuid:pk>/slip", slips.slip, name="slip"),
    path("app/admin/posts", posts.post_list, name="posts"),
    path("app/admin/posts/new", posts.new, name="post_new"),
    path("app/admin/posts/history", posts.history, name="grants_history"),
    path("app/admin/posts/<uuid:pk>", posts.post, name="post"),
    path("app/admin/posts/<uuid:pk>/take", posts.take, name="post_take"),
    path("app/admin/posts/<uuid:pk>/hand-over", posts.hand_over, name="post_hand_over"),
    path("app/admin/posts/<uuid:pk>/give-up/<uuid:employee_id>", posts.give_up, name="post_give_up"),
    path("app/admin/posts/<uuid:pk>/close", posts.close, name="post_close"),
    path("app/admin/posts/<uuid:pk>/grants", posts.give, name="grant_give"),
    path("app/admin/posts/<uuid:pk>/grants/<uuid:grant_id>/end", posts.end, name="grant_end"),
    path("app/admin/slips", slips.slips, name="slips"),
    path("app/admin/corrections", corrections.correction_list, name="corrections"),
    path("app/admin/corrections/<uuid:pk>", corrections.decide, name="correction_decide"),
    path("app/admin/roster", roster.upload, name="roster"),
    path("app/admin/roster/template.xlsx", roster.template_file, name="roster_template"),
    path("app/admin/roster/<uuid:pk>", roster.preview, name="roster_preview"),
    path("app/admin/roster/<uuid:pk>/problems.xlsx", roster.problem_file, name="roster_problems"),
    path("app/admin/roster/<uuid:pk>/marked.xlsx", roster.marked_file, name="roster_marked"),
    path("app/admin/roster/<uuid:pk>/sheet", roster.choose_sheet, name="roster_sheet"),
    path("app/admin/roster/<uuid:pk>/confirm", roster.confirm, name="roster_confirm"),
]
