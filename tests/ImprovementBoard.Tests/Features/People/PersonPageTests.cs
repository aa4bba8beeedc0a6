using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.People;

/// <summary>The pages on which an administrator decides about a person, and about the rules of signing in, as a browser meets them.</summary>
[Collection(PortalTests.Name)]
public sealed class PersonPageTests(PortalHost portal)
{
    [Fact]
    public async Task A_decision_without_a_reason_is_refused_and_what_was_chosen_stays()
    {
        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));
        var address = Urls.Person("kirklees", portal.Person);

        var role = await SendAsync(admin, address, "role", ("Role", "Member"), ("RoleReason", " "));
        var day = await SendAsync(admin, address, "last-day", ("To", "2018-12-31"), ("LastDayReason", new string('x', 201)));

        Assert.Equal(("Write why, in one line. It stands in the history.", "Member"), (role.QuerySelector(".error")!.TextContent, ((IHtmlSelectElement)role.QuerySelector("#Role")!).Value));
        Assert.EndsWith("#RoleReason", role.QuerySelector(".summary a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.StartsWith("This is 201 characters.", day.QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("2018-12-31", 201), (day.QuerySelector("#To")!.GetAttribute("value"), day.QuerySelector("#LastDayReason")!.GetAttribute("value")!.Length));
    }

    [Fact]
    public async Task Rules_of_signing_in_without_a_reason_are_not_saved_and_what_was_ticked_stays()
    {
        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));

        var page = await SendAsync(admin, Urls.SignInRules("kirklees"), "rules", ("role", "Viewer"), ("Reason", ""));

        Assert.Equal("Write why, in one line. It stands in the history.", page.QuerySelector("#Reason-error")!.TextContent);
        Assert.Equal(["Viewer"], page.QuerySelectorAll("input[name=role]").OfType<IHtmlInputElement>().Where(i => i.IsChecked).Select(i => i.Value));
    }

    [Fact]
    public async Task The_page_of_a_person_tells_the_roles_of_the_part_and_every_entry_about_it()
    {
        using var scope = portal.Services.CreateScope();
        var (people, board) = (scope.ServiceProvider.GetRequiredService<PeopleService>(), portal.Other);
        await using var db = scope.ServiceProvider.GetRequiredService<BoardDatabase>().Open(board.Programme.Id);
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Title == "Board member");
        await people.ChangeRoleAsync(board.As(Role.Admin), member.Id, member.Version, Role.Chair, "The board elected anew.");
        member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == member.Id);
        await people.ChangeRoleAsync(board.As(Role.Admin), member.Id, member.Version, Role.Member, "The chair came back.");
        db.Members.Add(new() { ProgrammeId = board.Programme.Id, Title = "Observer", Agency = "Police", Role = Role.Member, UserId = member.UserId, From = member.From.AddDays(-30), To = member.From.AddDays(-1) });
        await db.SaveChangesAsync();
        using var admin = await portal.SignedInAsync(board.EmailOf(Role.Admin));

        var part = (await PageAsync(await admin.GetAsync(Urls.Person(PortalHost.Elsewhere, member.Id)))).QuerySelector("section:has(#timeline)")!;

        var rows = part.QuerySelectorAll("tbody tr").Select(r => Words(r)).ToList();
        // Two changes of one day leave one role, and both entries.
        Assert.Equal(5, rows.Count);
        Assert.EndsWith("Observer Board member From the start", rows[0], StringComparison.Ordinal);
        Assert.EndsWith("Board member Board member From the start", rows[1], StringComparison.Ordinal);
        Assert.EndsWith("Further notice Board member Board member Administrator", rows[2], StringComparison.Ordinal);
        Assert.Contains("is board member from now on, was board chair. Why: The chair came back", rows[3], StringComparison.Ordinal);
        Assert.Contains("is board chair from now on, was board member. Why: The board elected anew", rows[4], StringComparison.Ordinal);
        var history = Words((await PageAsync(await admin.GetAsync(part.QuerySelector("p.lone a")!.GetAttribute("href")))).QuerySelector("main")!);
        Assert.Contains("Why: The chair came back", history, StringComparison.Ordinal);
        Assert.Contains("2 of 2 shown", history, StringComparison.Ordinal);
        Assert.Equal(2, await db.History.CountAsync(h => h.Subject == Subject.Programme && h.SubjectRef == $"people/{member.Id}"));
    }

    private static async Task<IHtmlDocument> SendAsync(HttpClient client, string address, string form, params (string Field, string Value)[] typed)
    {
        var page = await FormPage.OpenAsync(client, address, $"form:has(input[value={form}])");
        string[] given = ["__RequestVerificationToken", "Seen", "version"];
        var fields = page.Document.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Where(i => given.Contains(i.Name)).GroupBy(i => i.Name!).ToDictionary(g => g.Key, g => g.First().Value);
        fields["_handler"] = form;
        foreach (var (field, value) in typed)
            fields[field] = value;
        return await PageAsync(await client.PostAsync(address, new FormUrlEncodedContent(fields)));
    }

    private static async Task<IHtmlDocument> PageAsync(HttpResponseMessage answer)
    {
        using (answer)
            return await new HtmlParser().ParseDocumentAsync(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
