// Autocompletes of Django's admin, which also say by which name a record was found and what tells it apart, and offer
// to create what is not there. Loaded after Django's own, whose plugin it replaces before the page is ready.

{
  const $ = django.jQuery;
  const CREATE = "__create__";

  const shown = (item) => {
    if (!item.id) return item.text;
    const lines = [item.matched ? `“${item.matched}”` : "", item.detail || ""].filter(Boolean).join(" · ");
    const whole = $("<span>").append($("<span>").text(item.text));
    return lines ? whole.append($("<span class='choice-detail'>").text(lines)) : whole;
  };

  // The words beside a field, or above its column, name what is drawn in its place.
  const nameOf = (element) => {
    const label = document.querySelector(`label[for="${CSS.escape(element.id)}"]`);
    const column = element.closest("td")?.className.match(/field-(\S+)/)?.[1];
    const header = column && element.closest("table").querySelector(`th.column-${column}`);
    return (label || header)?.textContent.trim() || element.dataset.fieldName;
  };

  const addLink = (element) => document.getElementById(`add_${element.id}`);

  const begin = (element, name) => {
    const link = addLink(element);
    const plain = link.href;
    const address = new URL(plain);
    address.searchParams.set("name", name);
    link.href = address;
    link.click();
    link.href = plain;
  };

  $.fn.djangoAdminSelect2 = function () {
    return this.each((_, element) => {
      $(element).select2({
        ajax: {
          data: (params) => ({
            term: params.term,
            page: params.page,
            app_label: element.dataset.appLabel,
            model_name: element.dataset.modelName,
            field_name: element.dataset.fieldName,
          }),
          processResults: (answer) => {
            const results = [...answer.results];
            if (answer.create && !answer.pagination.more && addLink(element)) {
              results.push({ id: CREATE, text: `Create “${answer.create}” …`, name: answer.create });
            }
            return { results, pagination: answer.pagination };
          },
        },
        templateResult: shown,
        templateSelection: (item) => item.text,
      });
      const drawn = $(element).data("select2").$container;
      drawn.find(".select2-selection__rendered, .select2-search__field").attr("aria-label", nameOf(element));
      $(element).on("select2:selecting", (event) => {
        const item = event.params.args.data;
        if (item.id !== CREATE) return;
        event.preventDefault();
        $(element).select2("close");
        begin(element, item.name);
      });
    });
  };
}
