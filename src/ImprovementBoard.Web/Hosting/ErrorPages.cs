using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace ImprovementBoard.Web.Hosting;

/// <summary>What went wrong, in words; the log has the rest under the reference that the page shows.</summary>
internal static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = Urls.Error, CreateScopeForErrors = true, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        // The page that explains a status is only shown; as a POST it would be refused for lack of a form token.
        app.Use((context, next) =>
        {
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
    }

    /// <summary>A form that ends early is its sender's doing (a page left, a line cut), no fault of the portal: it is answered and not logged as one.</summary>
    public static void UseCutShortAnswers(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (AntiforgeryValidationException e) when (e.InnerException is IOException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    });

    /// <summary>A form without its token is answered here, before a page has begun to write.</summary>
    public static void UseFormTokens(this WebApplication app)
    {
        app.UseAntiforgery();
        app.Use((context, next) =>
        {
            // On the way to the page that explains it, the request is a GET.
            if (!HttpMethods.IsPost(context.Request.Method) || context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } tokens)
                return next(context);
            var tooLarge = tokens.Error?.InnerException is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge };
            context.RequestServices.GetRequiredService<Refusals>().Note(context, tooLarge ? "was a form that is too large" : "was a form without its token");
            context.Response.StatusCode = tooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }
}

/// <summary>Writes a fault under the reference that its page shows. The address is left out, for it may hold a secret: the page it belongs to is named.</summary>
internal sealed partial class FaultLog(ILogger<FaultLog> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        Failed(log, httpContext.TraceIdentifier, httpContext.Request.Method, httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint?.DisplayName ?? "no page", exception);
        return ValueTask.FromResult(false);
    }

    [LoggerMessage(LogLevel.Error, "Reference {Reference}: {Method} failed on {Page}")]
    private static partial void Failed(ILogger log, string reference, string method, string page, Exception exception);
}
