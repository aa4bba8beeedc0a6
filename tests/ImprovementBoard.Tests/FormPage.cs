using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ImprovementBoard.Tests;

/// <summary>A page with a form as a browser without a script meets it: what stands in the fields is what is sent.</summary>
internal sealed class FormPage
{
    private readonly HttpClient client;
    private readonly string address, form;
    private readonly Dictionary<string, string> fields = [];

    private FormPage(HttpClient client, string address, string form, IHtmlDocument document)
    {
        (this.client, this.address, this.form, Document) = (client, address, form, document);
        foreach (var field in document.QuerySelectorAll($"{form} [name]"))
        {
            if (field is IHtmlTextAreaElement box)
                fields[box.Name!] = box.TextContent;
            else if (field is IHtmlInputElement input && (input.Type is not ("radio" or "checkbox") || input.IsChecked))
                fields[input.Name!] = input.Value;
        }
    }

    public IHtmlDocument Document { get; }

    /// <summary>What stands in a field, or what is typed into it.</summary>
    public string? this[string field]
    {
        get => fields.GetValueOrDefault($"Input.{field}");
        set => fields[$"Input.{field}"] = value ?? "";
    }

    /// <summary>Types into a field by its own name; null takes it out, as a box that is not ticked is.</summary>
    public void Type(string name, string? value)
    {
        if (value is null)
            fields.Remove(name);
        else
            fields[name] = value;
    }

    public static async Task<FormPage> OpenAsync(HttpClient client, string address, string form = "form.update")
    {
        using var answer = await client.GetAsync(address);
        // A client whose cookie was put in by hand keeps no other; the form's token has one of its own.
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) && client.DefaultRequestHeaders.Contains("Cookie") ? set : [])
        {
            var mine = client.DefaultRequestHeaders.GetValues("Cookie").Single();
            client.DefaultRequestHeaders.Remove("Cookie");
            client.DefaultRequestHeaders.Add("Cookie", $"{mine}; {cookie.Split(';')[0]}");
        }
        return await ReadAsync(client, address, form, answer);
    }

    /// <summary>Sends the form. The page that answers, or the address it leads to.</summary>
    public async Task<(FormPage? Page, string? To)> SubmitAsync()
    {
        using var answer = await SendAsync(address);
        return answer.Headers.Location is { } to
            ? (null, to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString)
            : (await ReadAsync(client, address, form, answer.EnsureSuccessStatusCode()), null);
    }

    /// <summary>Sends what stands in the form to an address.</summary>
    public Task<HttpResponseMessage> SendAsync(string to) => client.PostAsync(to, new FormUrlEncodedContent(fields));

    public string Text(string selector) => Words(Document.QuerySelector(selector) ?? throw new InvalidOperationException($"There is no {selector} in {Words(Document.Body!)}"));

    public bool Has(string selector) => Document.QuerySelector(selector) is not null;

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<FormPage> ReadAsync(HttpClient client, string address, string form, HttpResponseMessage answer) =>
        new(client, address, form, await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()));
}
