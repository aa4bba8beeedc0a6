using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web;

namespace ImprovementBoard.Tests.Features.Retention;

/// <summary>The page on which an administrator looks up a mail address, as a browser meets it.</summary>
[Collection(PortalTests.Name)]
public sealed class HeldByAddressPageTests(PortalHost portal)
{
    private const string Police = "police@kirklees.example";

    private static readonly string Page = Urls.HeldByAddress("kirklees"), File = Urls.AddressHeld("kirklees");

    [Theory]
    [InlineData("", "Write the e-mail address")]
    [InlineData("clerk", "This address has no @")]
    [InlineData("clerk@kirklees", "has no dot")]
    [InlineData("<script>@x.example", "does not look like an e-mail address")]
    public async Task Nonsense_is_answered_in_one_sentence_and_kept(string typed, string said)
    {
        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));

        var page = await SendAsync(admin, typed);

        Assert.Contains(said, page.QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((typed, $"{Page}#Email"), (((IHtmlInputElement)page.QuerySelector("#Email")!).Value, page.QuerySelector(".summary a")!.GetAttribute("href")));
    }

    [Fact]
    public async Task An_address_of_400_characters_is_answered_too()
    {
        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));

        Assert.Contains("longer than 254 characters", (await SendAsync(admin, $"{new string('x', 387)}@police.gov.uk")).QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_told_by_kind_downloaded_and_not_erased_while_it_is_on_a_list()
    {
        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));

        var page = await SendAsync(admin, "Police@Kirklees.example");

        Assert.StartsWith("On Police@kirklees.example this programme holds 1 place on a distribution list", page.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("take it off the distribution list of the board edition", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("button[name=Do]"));
        var form = page.QuerySelector($"form[action='{File}']")!;
        using var fields = new FormUrlEncodedContent(form.QuerySelectorAll("input").OfType<IHtmlInputElement>().ToDictionary(i => i.Name!, i => i.Value));
        using var file = await admin.PostAsync(File, fields);
        Assert.Equal((HttpStatusCode.OK, "application/zip", true), (file.StatusCode, file.Content.Headers.ContentType!.MediaType, file.Headers.CacheControl!.NoStore));
        Assert.Contains("police@kirklees.example", await Traces.TextAsync(await file.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasure_of_what_was_erased_meanwhile_is_answered_on_the_page()
    {
        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));

        var page = await SendAsync(admin, "nobody@police.example", ("Do", "erase"), ("Confirm", "nobody@police.example"), ("Reason", "Asked for."));

        Assert.Equal("This programme holds nothing on nobody@police.example.", page.QuerySelector(".lead")!.TextContent);
        Assert.StartsWith("This programme holds nothing on this address", page.QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_an_account_leads_to_its_person()
    {
        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));

        var page = await SendAsync(admin, PortalHost.Kirklees(Role.Viewer));

        Assert.Equal("On viewer@kirklees.example this programme holds the account of the peer reviewer.", page.QuerySelector(".lead")!.TextContent);
        Assert.StartsWith("/programmes/kirklees/people/", page.QuerySelector("form:has(input[name=_handler]) p a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector($"form[action='{File}']"));
    }

    [Theory]
    [InlineData(Role.Office)]
    [InlineData(Role.Chair)]
    public async Task The_file_is_for_administrators(Role role)
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(role));

        using var answer = await client.PostAsync(File, new FormUrlEncodedContent([new("Email", Police)]));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task<IHtmlDocument> SendAsync(HttpClient client, string email, params (string Field, string Value)[] more)
    {
        var page = await FormPage.OpenAsync(client, Page, "form:has(#Email)");
        var fields = page.Document.QuerySelectorAll("form:has(#Email) input[type=hidden]").OfType<IHtmlInputElement>().ToDictionary(i => i.Name!, i => i.Value);
        fields["Email"] = email;
        foreach (var (field, value) in more)
            fields[field] = value;
        using var answer = await client.PostAsync(Page, new FormUrlEncodedContent(fields));
        return await new HtmlParser().ParseDocumentAsync(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }
}
