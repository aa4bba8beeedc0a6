using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>What the page shows of a run that somebody asked for, over the real services.</summary>
public sealed class RunProgressTests
{
    [Fact]
    public async Task It_shows_what_is_being_done_and_Cancel_stops_it()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await using var db = database.Open(board.Programme.Id);
        var run = new PackRun { ProgrammeId = board.Programme.Id, Audience = Audience.Board, AskedBy = "Programme office", AskedAt = database.Clock.Now, Outcome = RunOutcome.Running, Message = "Drawing the board pack" };
        db.PackRuns.Add(run);
        await db.SaveChangesAsync();
        await using var context = new BunitContext();
        database.Register(context.Services);
        context.Services.AddRadzenComponents();
        context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board));
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var over = false;
        var shown = context.Render<RunProgress>(p => p.Add(r => r.Slug, "testshire").Add(r => r.RunId, run.Id).Add(r => r.Over, () => over = true));

        shown.WaitForAssertion(() => Assert.Contains("Drawing the board pack…", shown.Markup, StringComparison.Ordinal));
        Assert.Equal("Building the pack", shown.Find("[role=progressbar]").GetAttribute("aria-label"));
        await shown.Find("button").ClickAsync(new());
        shown.WaitForAssertion(() => Assert.Equal(("Cancelling…", true), (shown.Find("button").TextContent.Trim(), shown.Find("button").HasAttribute("disabled"))));

        Assert.Equal("Programme office", await db.PackRuns.Select(r => r.CancelledBy).SingleAsync());
        await db.PackRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.Outcome, RunOutcome.Cancelled).SetProperty(r => r.Message, "Cancelled by the programme office. Nothing was made.").SetProperty(r => r.EndedAt, database.Clock.Now));
        shown.WaitForAssertion(() => Assert.Contains("Nothing was made.", shown.Find(".notice").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        shown.WaitForState(() => over, TimeSpan.FromSeconds(20));
    }

    private sealed class SignedIn(TestBoard board) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(board.Person(Role.Office)));
    }
}
