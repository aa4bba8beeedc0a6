using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The form beside a failed run over the real services.</summary>
public sealed class AcknowledgeRunTests
{
    [Fact]
    public async Task Without_a_reason_it_is_refused_beside_the_field_and_with_one_the_page_opens_again()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await using var db = database.Open(board.Programme.Id);
        var run = new PackRun { ProgrammeId = board.Programme.Id, ScheduleId = (await board.AddScheduleAsync()).Id, AskedBy = "Scheduler", AskedAt = database.Clock.Now, Outcome = RunOutcome.Failed, Message = "Said." };
        db.PackRuns.Add(run);
        await db.SaveChangesAsync();
        await using var context = new BunitContext();
        database.Register(context.Services);
        context.Services.AddRadzenComponents();
        context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board));
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var form = context.Render<AcknowledgeRun>(p => p.Add(f => f.Slug, "testshire").Add(f => f.RunId, run.Id));
        form.WaitForElement("button");

        await form.Find("button").ClickAsync(new());
        form.WaitForAssertion(() => Assert.StartsWith("Write what is being done about it, and by whom.", form.Find(".field.bad .error").TextContent, StringComparison.Ordinal));
        await form.Find($"#Reason-{run.Id}").ChangeAsync(new ChangeEventArgs { Value = "IT frees the disk tonight." });
        await form.Find("button").ClickAsync(new());

        form.WaitForAssertion(() => Assert.EndsWith("/packs/schedule", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal("IT frees the disk tonight.", await db.PackRuns.Select(r => r.AcknowledgedReason).SingleAsync());
    }

    private sealed class SignedIn(TestBoard board) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(board.Person(Role.Office)));
    }
}
