"""Pages for trying the browser helps: every attribute that app.js knows, in each door."""

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from zhiyin.config import urls as ours
from zhiyin.people.access import anonymous_door, door

BODY = """{% load z %}{% block content %}
<p>已选 <b data-checked-count>0</b></p>
<table class="z-table"><caption class="z-sr">事项</caption><tbody>{% for name in names %}<tr data-row>
<td><input class="z-check" type="checkbox" data-check aria-label="选 {{ name }}"></td>
<td><a href="#{{ name }}">{{ name }}</a></td>
</tr>{% endfor %}</tbody></table>
<label class="z-search"><span class="z-sr">搜索</span><input type="search" data-key="/"></label>
<p id="code">7KQF-2M9T- <span>XW4H</span></p>
<button type="button" class="z-btn" data-key="c" data-copy="#code" hidden>复制</button>
<details class="z-menu"><summary class="z-btn">更多</summary>
<div class="z-menu__list"><a href="#x">一</a></div></details>
<dialog class="z-dialog" data-keys hidden aria-label="快捷键">
<form method="dialog"><button class="z-btn">好</button></form></dialog>
<form method="post" enctype="multipart/form-data" id="say" data-draft="say" novalidate class="z-stack-4">
{% if door == "app" %}{% csrf_token %}{% endif %}{% field form.what %}{% picks form.how %}
{% include "z/photos.html" with most=2 %}<button class="z-btn z-btn--go">提交</button></form>
{% if sent %}<p id="sent" data-draft-done="say">{{ sent }}</p>{% endif %}{% endblock %}"""


class SayForm(forms.Form):
    what = forms.CharField(label="什么事？", max_length=50, widget=forms.Textarea)
    how = forms.ChoiceField(
        label="谁能看到？", choices=[("c", "保密"), ("n", "实名")], widget=forms.RadioSelect, initial="c"
    )


SENT: list[str] = []


def page(request, frame):
    if request.method == "POST":
        SENT.append(request.POST["what"])
    context = {
        "page_title": "试",
        "names": ["甲", "乙", "丙"],
        "form": SayForm(),
        "sent": SENT[-1] if SENT and request.method == "POST" else "",
    }
    template = engines["django"].from_string(f'{{% extends "frame/{frame}.html" %}}' + BODY)
    return HttpResponse(template.render(context, request))


@door
def signed_in(request):
    return page(request, "app_phone")


@anonymous_door
def anonymous(request):
    return page(request, "door_anonymous")


urlpatterns = [path("app/try", signed_in), path("a/try", anonymous), *ours.urlpatterns]
handler400, handler403 = ours.handler400, ours.handler403
handler404, handler500 = ours.handler404, ours.handler500
