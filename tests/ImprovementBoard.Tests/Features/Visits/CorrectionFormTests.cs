using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Visits;

/// <summary>The corrections of a finding and of a visit over the real services.</summary>
public sealed class CorrectionFormTests
{
    [Fact]
    public async Task What_a_colleague_wrote_meanwhile_stands_beside_what_was_typed()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, visits) = (board.As(Role.Office), database.Get<VisitService>());
        var given = new FindingInput { Text = "Core groups were late.", Polarity = Polarity.Weakness, Cohort = Cohort.ChildProtection, Recommendations = ["1"] };
        var visit = await visits.RecordVisitAsync(office, new() { From = board.Today.AddDays(-5), To = board.Today.AddDays(-5), Focus = "Core groups" });
        await visits.RecordFindingsAsync(office, visit, [given]);
        await using var db = database.Open(board.Programme.Id);
        var finding = await db.Findings.AsNoTracking().SingleAsync();
        await using var context = Context(database, board);
        var form = context.Render<FindingCorrectionForm>(p => p.Add(f => f.Slug, "testshire").Add(f => f.Reference, visit).Add(f => f.Id, finding.Id));
        form.WaitForElement("form");
        await form.Find("#Text-1").ChangeAsync(new ChangeEventArgs { Value = "Most core groups were late." });
        await form.Find("#Reason").ChangeAsync(new ChangeEventArgs { Value = "The letter says most." });
        await database.Get<CorrectionService>().CorrectFindingAsync(office, finding.Id, finding.Version, given with { Text = "Half of the core groups were late." }, "Read again");

        await form.Find("form").SubmitAsync();

        form.WaitForAssertion(() => Assert.Contains("Someone else changed this finding", form.Find(".summary").TextContent, StringComparison.Ordinal));
        var now = form.Find(".meanwhile").TextContent;
        Assert.Contains("“Half of the core groups were late.”", now, StringComparison.Ordinal);
        Assert.Contains("Read again", now, StringComparison.Ordinal);
        Assert.Equal("Most core groups were late.", form.Find("#Text-1").GetAttribute("value") ?? form.Find("#Text-1").TextContent);

        await form.Find("form").SubmitAsync();

        form.WaitForAssertion(() => Assert.EndsWith($"/findings/{finding.Id}?saved=true", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal("Most core groups were late.", await db.Findings.Select(f => f.Text).SingleAsync());
    }

    [Fact]
    public async Task How_a_colleague_corrected_the_visit_meanwhile_stands_beside_what_was_typed()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, day) = (board.As(Role.Office), board.Today.AddDays(-5));
        var given = new VisitInput { From = day, To = day, Focus = "Core groups" };
        var reference = await database.Get<VisitService>().RecordVisitAsync(office, given);
        await using var db = database.Open(board.Programme.Id);
        var visit = await db.Visits.AsNoTracking().SingleAsync();
        await using var context = Context(database, board);
        var form = context.Render<VisitForm>(p => p.Add(f => f.Slug, "testshire").Add(f => f.Reference, reference));
        form.WaitForElement("form");
        await form.Find("#Focus").ChangeAsync(new ChangeEventArgs { Value = "The front door" });
        await form.Find("#Reason").ChangeAsync(new ChangeEventArgs { Value = "The letter says so." });
        Assert.Empty(form.FindAll(".meanwhile"));
        await database.Get<CorrectionService>().CorrectVisitAsync(office, reference, visit.Version, given with { Focus = "Children in need", OfficialNumber = 3 }, "Read again");

        await form.Find("form").SubmitAsync();

        form.WaitForAssertion(() => Assert.Contains("Someone else changed this visit", form.Find(".summary").TextContent, StringComparison.Ordinal));
        var now = form.Find(".meanwhile").TextContent;
        Assert.Contains("“Children in need”", now, StringComparison.Ordinal);
        Assert.Contains("number 3", now, StringComparison.Ordinal);
        Assert.Contains("Read again", now, StringComparison.Ordinal);
        Assert.Equal("The front door", form.Find("#Focus").GetAttribute("value") ?? form.Find("#Focus").TextContent);

        await form.Find("form").SubmitAsync();

        form.WaitForAssertion(() => Assert.EndsWith($"/visits/{reference}?saved=correction", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal("The front door", await db.Visits.Select(v => v.Focus).SingleAsync());
    }

    private static BunitContext Context(TestDatabase database, TestBoard board)
    {
        var context = new BunitContext();
        database.Register(context.Services);
        context.Services.AddRadzenComponents();
        context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board));
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        return context;
    }

    private sealed class SignedIn(TestBoard board) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(board.Person(Role.Office)));
    }
}
