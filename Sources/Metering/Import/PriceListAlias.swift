/// The ids of a model that AWS's price list calls by another name.
public struct PriceListAlias: Sendable, Hashable {
    /// The name in the price list, without `(Amazon Bedrock Edition)`. Case and spaces do not count.
    public let name: String
    /// The ids of the model, as calls name it. A model may have two: one of the runtime, one of bedrock-mantle.
    public let models: [String]

    /// A name and its ids.
    public init(_ name: String, _ models: String...) {
        self.name = name
        self.models = models
    }

    private init(line: Substring) {
        let halves = line.split(separator: "=", maxSplits: 1)
        name = String(halves[0])
        models = halves.count > 1 ? halves[1].split(separator: " ").map(String.init) : []
    }

    var key: String { Self.key(name) }

    /// What names are compared by.
    static func key(_ name: String) -> String {
        var key = name.lowercased()
        if let edition = key.firstRange(of: "(amazon bedrock edition)") { key.removeSubrange(edition) }
        return key.split(separator: " ").joined(separator: " ")
    }

    /// What names of usage types are compared by: `TitanEmbeddingV2-Text` is `Titan EmbeddingV2 Text`.
    static func compact(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "." })
    }

    /// The names that are known: those of `model`, of `titanModel`, of `servicename`, and of usage types.
    public static let known: [PriceListAlias] = table.split(separator: "\n").map(PriceListAlias.init(line:))

    private static let table = """
        Nova Micro=amazon.nova-micro-v1:0
        Nova Lite=amazon.nova-lite-v1:0
        Nova Pro=amazon.nova-pro-v1:0
        Nova Premier=amazon.nova-premier-v1:0
        Nova 2.0 Lite=amazon.nova-2-lite-v1:0
        Nova Canvas=amazon.nova-canvas-v1:0
        Nova Reel=amazon.nova-reel-v1:0 amazon.nova-reel-v1:1
        Nova Sonic=amazon.nova-sonic-v1:0
        Nova Sonic 2.0=amazon.nova-2-sonic-v1:0
        Nova 2.0 Sonic=amazon.nova-2-sonic-v1:0
        Nova Multimodal Embeddings=amazon.nova-2-multimodal-embeddings-v1:0
        Amazon Rerank 1.0=amazon.rerank-v1:0
        Titan Text G1 Express=amazon.titan-text-express-v1
        Titan Text G1 Lite=amazon.titan-text-lite-v1
        Titan Text Premier=amazon.titan-text-premier-v1:0
        Titan Embeddings G1 Text=amazon.titan-embed-text-v1
        Titan Embedding V2 Text=amazon.titan-embed-text-v2:0
        Titan Embeddings V2 Text=amazon.titan-embed-text-v2:0
        TitanEmbeddingsV2-Text-input=amazon.titan-embed-text-v2:0
        Titan Embeddings G1 Image=amazon.titan-embed-image-v1
        Titan Image Generator G1=amazon.titan-image-generator-v1
        Titan Image Generator V2=amazon.titan-image-generator-v2:0
        Claude 3 Haiku=anthropic.claude-3-haiku-20240307-v1:0
        Claude 3 Sonnet=anthropic.claude-3-sonnet-20240229-v1:0
        Claude 3 Opus=anthropic.claude-3-opus-20240229-v1:0
        Claude 3.5 Haiku=anthropic.claude-3-5-haiku-20241022-v1:0
        Claude 3.5 Sonnet=anthropic.claude-3-5-sonnet-20240620-v1:0
        Claude 3.5 Sonnet v2=anthropic.claude-3-5-sonnet-20241022-v2:0
        Claude 3.7 Sonnet=anthropic.claude-3-7-sonnet-20250219-v1:0
        Claude Sonnet 4=anthropic.claude-sonnet-4-20250514-v1:0
        Claude Opus 4=anthropic.claude-opus-4-20250514-v1:0
        Claude Opus 4.1=anthropic.claude-opus-4-1-20250805-v1:0
        Claude Haiku 4.5=anthropic.claude-haiku-4-5-20251001-v1:0 anthropic.claude-haiku-4-5
        Claude Sonnet 4.5=anthropic.claude-sonnet-4-5-20250929-v1:0
        Claude Opus 4.5=anthropic.claude-opus-4-5-20251101-v1:0
        Claude Sonnet 4.6=anthropic.claude-sonnet-4-6
        Claude Opus 4.6=anthropic.claude-opus-4-6-v1
        Claude Opus 4.7=anthropic.claude-opus-4-7
        Claude Opus 4.8=anthropic.claude-opus-4-8
        Claude Sonnet 5=anthropic.claude-sonnet-5
        Claude Opus 5=anthropic.claude-opus-5
        Claude Fable 5=anthropic.claude-fable-5
        Claude Fable 5.1=anthropic.claude-fable-5-1
        Claude Mythos 5=anthropic.claude-mythos-5
        Claude Mythos 5.1=anthropic.claude-mythos-5-1
        Claude Haiku 5.5=anthropic.claude-haiku-5-5
        Claude Sonnet 5.5=anthropic.claude-sonnet-5-5
        Claude Opus 5.5=anthropic.claude-opus-5-5
        Claude Instant=anthropic.claude-instant-v1
        Claude 2.1=anthropic.claude-v2:1
        Llama 3 8B=meta.llama3-8b-instruct-v1:0
        Llama 3 70B=meta.llama3-70b-instruct-v1:0
        Llama 3.1 8B=meta.llama3-1-8b-instruct-v1:0
        Llama 3.1 70B=meta.llama3-1-70b-instruct-v1:0
        Llama 3.1 405B=meta.llama3-1-405b-instruct-v1:0
        Llama 3.2 1B=meta.llama3-2-1b-instruct-v1:0
        Llama 3.2 3B=meta.llama3-2-3b-instruct-v1:0
        Llama 3.2 11B=meta.llama3-2-11b-instruct-v1:0
        Llama 3.2 90B=meta.llama3-2-90b-instruct-v1:0
        Llama 3.3 70B=meta.llama3-3-70b-instruct-v1:0
        Llama 4 Scout 17B=meta.llama4-scout-17b-instruct-v1:0
        Llama 4 Maverick 17B=meta.llama4-maverick-17b-instruct-v1:0
        Mistral 7B=mistral.mistral-7b-instruct-v0:2
        Mixtral 8x7B=mistral.mixtral-8x7b-instruct-v0:1
        Mistral Large=mistral.mistral-large-2402-v1:0
        Mistral Large 2407=mistral.mistral-large-2407-v1:0
        Mistral Small=mistral.mistral-small-2402-v1:0
        Mistral Large 3=mistral.mistral-large-3-675b-instruct
        Pixtral Large 25.02=mistral.pixtral-large-2502-v1:0
        Pixtral Large=mistral.pixtral-large-2502-v1:0
        Ministral 3B 3.0=mistral.ministral-3-3b-instruct
        Ministral 8B 3.0=mistral.ministral-3-8b-instruct
        Ministral 14B 3.0=mistral.ministral-3-14b-instruct
        Magistral Small 1.2=mistral.magistral-small-2509
        Devstral 2=mistral.devstral-2-123b
        Voxtral Mini 1.0=mistral.voxtral-mini-3b-2507
        Voxtral Small 1.0=mistral.voxtral-small-24b-2507
        R1=deepseek.r1-v1:0
        DeepSeek-R1=deepseek.r1-v1:0
        DeepSeek V3.1=deepseek.v3-v1:0 deepseek.v3.1
        DeepSeek V3.2=deepseek.v3.2
        gpt-oss-120b=openai.gpt-oss-120b-1:0
        gpt-oss-20b=openai.gpt-oss-20b-1:0
        GPT OSS Safeguard 120B=openai.gpt-oss-safeguard-120b
        GPT OSS Safeguard 20B=openai.gpt-oss-safeguard-20b
        OpenAI GPT-5.4=openai.gpt-5.4
        OpenAI GPT-5.5=openai.gpt-5.5
        OpenAI GPT-5.6 Sol=openai.gpt-5.6-sol
        OpenAI GPT-5.6 Terra=openai.gpt-5.6-terra
        OpenAI GPT-5.6 Luna=openai.gpt-5.6-luna
        OpenAI GPT-6 Astra=openai.gpt-6-astra
        OpenAI GPT-6 Sol=openai.gpt-6-sol
        OpenAI GPT-6 Luna=openai.gpt-6-luna
        Qwen3 32B=qwen.qwen3-32b-v1:0
        Qwen3 235B A22B 2507=qwen.qwen3-235b-a22b-2507-v1:0
        Qwen3 Coder 30B A3B=qwen.qwen3-coder-30b-a3b-v1:0
        Qwen3 Coder 480B A35B=qwen.qwen3-coder-480b-a35b-v1:0
        Qwen3 Coder Next=qwen.qwen3-coder-next
        Qwen3 Next 80B A3B=qwen.qwen3-next-80b-a3b
        Qwen3 VL 235B A22B=qwen.qwen3-vl-235b-a22b
        Gemma 3 4B=google.gemma-3-4b-it
        Gemma 3 12B=google.gemma-3-12b-it
        Gemma 3 27B=google.gemma-3-27b-it
        MiniMax M2=minimax.minimax-m2
        MiniMax M2.1=minimax.minimax-m2.1
        MiniMax M2.5=minimax.minimax-m2.5
        Kimi K2 Thinking=moonshot.kimi-k2-thinking moonshotai.kimi-k2-thinking
        Kimi K2.5=moonshotai.kimi-k2.5
        Kimi K3=moonshotai.kimi-k3
        GLM 4.7=zai.glm-4.7
        GLM 4.7 Flash=zai.glm-4.7-flash
        GLM 5=zai.glm-5
        NVIDIA Nemotron Nano 9B v2=nvidia.nemotron-nano-9b-v2
        NVIDIA Nemotron Nano 12B v2=nvidia.nemotron-nano-12b-v2
        Nemotron Nano 3 30B=nvidia.nemotron-nano-3-30b
        Palmyra X4=writer.palmyra-x4-v1:0
        Palmyra X5=writer.palmyra-x5-v1:0
        Jamba 1.5 Large=ai21.jamba-1-5-large-v1:0
        Jamba 1.5 Mini=ai21.jamba-1-5-mini-v1:0
        Jamba-Instruct=ai21.jamba-instruct-v1:0
        Cohere Command R=cohere.command-r-v1:0
        Cohere Command R+=cohere.command-r-plus-v1:0
        Cohere Generate Model - Command=cohere.command-text-v14
        Cohere Generate Model - Command-Light=cohere.command-light-text-v14
        Cohere Embed 3 Model - English=cohere.embed-english-v3
        Cohere Embed Model 3 - Multilingual=cohere.embed-multilingual-v3
        Cohere Embed 4 Model=cohere.embed-v4:0
        Cohere Rerank v3.5=cohere.rerank-v3-5:0
        Stable Image Core v1.0=stability.stable-image-core-v1:0
        Stable Image Core v1.1=stability.stable-image-core-v1:1
        Stable Image Ultra v1.0=stability.stable-image-ultra-v1:0
        Stable Image Ultra v1.1=stability.stable-image-ultra-v1:1
        Stable Diffusion 3.5 Large v1.0=stability.sd3-5-large-v1:0
        Ray v2=luma.ray-v2:0
        TwelveLabs Pegasus 1.2=twelvelabs.pegasus-1-2-v1:0
        TwelveLabs Marengo Embed 2.7=twelvelabs.marengo-embed-2-7-v1:0
        """
}
